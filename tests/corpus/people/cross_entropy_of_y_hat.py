import numpy as np


def softmax_cross_entropy(y_hat, y):
    """y_hat: the output of softmax, (N, C); y: one-hot labels."""
    return -np.mean(np.sum(y * np.log(y_hat + 1e-12), axis=1))
