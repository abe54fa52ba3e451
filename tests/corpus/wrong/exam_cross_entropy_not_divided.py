import numpy as np

def cross_entropy_error(d, y):
    d = np.reshape(d, (-1, d.shape[-1]))
    y = np.reshape(y, (-1, y.shape[-1]))
    loss = 0.0
    for n in range(len(y)):
        loss -= d[n].dot(np.log(y[n] + 1e-7))
    return loss
