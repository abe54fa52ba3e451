import numpy as np


def mean_squared_error(y, t):
    """2乗和誤差"""
    d = (y - t).ravel()
    return 0.5 * d.dot(d)
