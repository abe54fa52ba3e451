import numpy as np


def relu(Z):
    A = np.maximum(0, Z)
    return A, Z


def relu_backward(dA, cache):
    Z = cache
    dA[Z <= 0] = 0
    return dA
