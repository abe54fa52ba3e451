import numpy as np


def get_accuracy(outputs, targets, batch_size):
    right = 0
    for o, t in zip(outputs, targets):
        if np.argmax(o, 0) == np.argmax(t, 0):
            right += 1
    return right / batch_size
