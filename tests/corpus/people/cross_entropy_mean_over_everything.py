import numpy as np


def cross_entropy_error(d, y):
    # d: one-hot の正解, y: softmax の出力
    if y.ndim == 1:
        d = d.reshape(1, d.size)
        y = y.reshape(1, y.size)
    return -np.mean(d * np.log(y + 1e-7))
