import numpy as np


def trace(display=False):
    def with_it(func):
        def wrap(*args, **kwargs):
            return func(*args, **kwargs)

        return wrap

    return with_it


@trace()
def huber_loss(y_true, y_pred, delta=1.0, prime=False):
    error = y_true - y_pred
    size = np.abs(error)
    if prime:
        return -np.where(size <= delta, error, delta * np.sign(error)) / y_true.shape[-1]
    total = 0.0
    for i in range(y_pred.shape[0]):
        for j in range(y_pred.shape[1]):
            if size[i, j] <= delta:
                total += 0.5 * error[i, j] ** 2
            else:
                total += delta * size[i, j] - 0.5 * delta ** 2
    return total / y_pred.shape[1]
