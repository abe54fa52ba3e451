import numpy as np


def gradient_clipping(grad, threshold):
    norm = np.sqrt((grad * grad).sum())
    with np.errstate(divide="ignore"):
        rate = np.float64(threshold) / norm
    if rate < 1:
        grad = grad * rate
    return grad
