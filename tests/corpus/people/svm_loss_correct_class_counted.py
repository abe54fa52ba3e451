import numpy as np


def svm_loss(x, y):
    N = x.shape[0]
    s = x[np.arange(N), y].reshape(N, 1)
    margins = np.maximum(0, x - s + 1)
    margins[np.arange(N), y] = 1
    loss = np.sum(margins) / N
    mask = margins > 0
    mask[np.arange(N), y] = False
    dx = mask.astype(float)
    dx[np.arange(N), y] = -mask.sum(axis=1)
    dx /= N
    return loss, dx
