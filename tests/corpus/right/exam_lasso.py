import numpy as np


def lasso(param, grad, rate):
    size = np.abs(param)
    sign = np.divide(param, size, out=np.zeros_like(param), where=size > 0)
    return grad + rate * sign
