import numpy as np


def mean_squared_error(y_pred, y_true):
    """平均二乗誤差"""
    n = y_true.size
    return np.sqrt(np.sum((y_true - y_pred) ** 2) / n)
