import numpy as np


def numerical_gradient(f, x):
    h = 1e-4 # 0.0001
    grad = np.zeros_like(x)
    for i in range(x.size):
        tmp = x[i]
        x[i] = tmp + h
        fx1 = f(x)
        x[i] = tmp - h
        fx2 = f(x)
        grad[i] = (fx1 - fx2) / (2 * h)
    return grad
