import numpy as np


def accuracy(y_true, preds):
    n = y_true.shape[0]
    return np.count_nonzero(y_true == preds) / n
