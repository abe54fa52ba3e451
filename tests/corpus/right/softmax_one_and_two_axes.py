import numpy as np


def softmax(x):
    if x.ndim == 2:
        xt = x.T
        xt = xt - xt.max(axis=0)
        y = np.exp(xt) / np.exp(xt).sum(axis=0)
        return y.T

    x = x - x.max()  # オーバーフロー対策
    return np.exp(x) / np.exp(x).sum()
