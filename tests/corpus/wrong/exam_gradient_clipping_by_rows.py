import numpy as np


def gradient_clipping(grad, threshold):
    norm = np.sqrt(np.sum(grad ** 2, axis=-1, keepdims=True))
    rate = threshold / np.maximum(norm, threshold)
    return grad * rate
