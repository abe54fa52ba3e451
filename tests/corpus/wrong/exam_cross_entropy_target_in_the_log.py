import numpy as np


def cross_entropy_error(d, y):
    # d: 教師データ(one-hot), y: 出力
    d, y = np.atleast_2d(d), np.atleast_2d(y)
    n = y.shape[0]
    return -np.sum(y * np.log(d + 1e-7)) / n
