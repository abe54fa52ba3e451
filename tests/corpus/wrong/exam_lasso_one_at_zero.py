import numpy as np


def lasso(param, grad, rate):
    sign = np.where(param >= 0, 1.0, -1.0)
    return grad + rate * sign
