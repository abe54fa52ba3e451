import numpy as np

def lasso(param, grad, rate):
    x = np.abs(param)
    return grad + rate * x
