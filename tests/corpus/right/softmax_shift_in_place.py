import numpy as np


def softmax(x):
    x -= x.max(axis=-1, keepdims=True)
    np_exp = np.exp(x)
    return np_exp / np_exp.sum(axis=-1, keepdims=True)
