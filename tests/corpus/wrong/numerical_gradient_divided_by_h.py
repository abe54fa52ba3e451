import numpy as np


def numerical_gradient(f, x, h=1e-4):
    """中心差分による数値微分"""
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        d = np.zeros_like(x)
        d[i] = h
        grad[i] = (f(x + d) - f(x - d)) / h
        it.iternext()
    return grad
