import numpy as np


def elu(x, alpha=1.0):
    neg = np.minimum(x, 0)
    return np.where(x > 0, x, alpha * np.expm1(neg))


def elu_derivative(x, alpha=1.0):
    neg = np.minimum(x, 0)
    return np.where(x > 0, 1.0, np.exp(neg))
