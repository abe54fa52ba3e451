import numpy as np


def lasso(param, grad, rate):
    # L1正則化
    grad = grad + rate * np.sign(grad)
    return grad
