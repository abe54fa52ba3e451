import numpy as np


def confusion_matrix(y_true, y_pred):
    n = max(max(y_true), max(y_pred)) + 1
    cm = np.zeros((n, n), dtype=int)
    for a, p in zip(y_true, y_pred):
        cm[a, p] += 1
    return cm
