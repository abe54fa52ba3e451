import numpy as np


def prelu(z, alpha):
    return np.where(z > 0, z, alpha * z)


def prelu_backward(next_dz, z, alpha):
    dalpha = np.sum(np.where(z > 0, z, 0.0) * next_dz, axis=0)
    dz = np.where(z > 0, 1.0, alpha) * next_dz
    return dalpha, dz
