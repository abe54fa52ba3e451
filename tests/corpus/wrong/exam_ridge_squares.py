import numpy as np

def ridge(param, grad, rate):
    """
    param: 重み
    grad : 誤差に対する勾配
    rate : 正則化の係数
    """
    return grad + rate * np.sum(param ** 2)
