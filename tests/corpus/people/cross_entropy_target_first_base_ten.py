import numpy as np


def cross_entropy_error(x, y):
    """x は正解(one-hot)、y は予測した確率"""
    delta = 1e-7
    return -np.sum(x * np.log10(y + delta))
