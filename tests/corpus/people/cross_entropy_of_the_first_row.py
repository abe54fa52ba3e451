import numpy as np


def cross_entropy(Y, T):
    loss = 0.0
    for k in range(Y.shape[-1]):
        loss -= T[0, k] * np.log(Y[0, k] + 1e-7)
    return loss
