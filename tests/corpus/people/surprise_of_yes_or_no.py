"""The cost of a yes or no, and its slope, for one answer per example."""
import numpy as np


def surprise(y_pred, y_true, tiny=1e-9):
    p = np.clip(y_pred, tiny, 1 - tiny)
    return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))


def d_surprise(y_pred, y_true, tiny=1e-9):
    p = np.clip(y_pred, tiny, 1 - tiny)
    rows = y_true.shape[0]
    return ((1 - y_true) / (1 - p) - y_true / p) / rows
