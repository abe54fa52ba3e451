import numpy as np


def softmax_loss(x, y):
    N = len(y)
    rows = np.arange(N)
    scores = x - np.amax(x, axis=1)[:, None]
    Z = np.exp(scores).sum(axis=1)
    loss = np.sum(np.log(Z) - scores[rows, y]) / N
    dx = np.exp(scores) / Z[:, None]
    dx[rows, y] -= 1
    dx /= N
    return loss, dx
