import numpy as np


def accuracy(y, t):
    pred = y.argmax(axis=1).reshape(t.shape)
    return np.mean(pred == t) * 100 / len(t)
