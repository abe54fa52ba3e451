import numpy as np

def numerical_gradient(f, x, h=1e-4):
    grad = np.zeros_like(x)
    fx = f(x)
    for idx in np.ndindex(*x.shape):
        xh = x.copy()
        xh[idx] += h
        grad[idx] = (f(xh) - fx) / h
    return grad
