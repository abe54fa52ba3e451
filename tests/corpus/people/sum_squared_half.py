import numpy as np


def sum_squared_error(y, t):
    diff = y - t
    return 0.5 * (diff * diff).sum()
