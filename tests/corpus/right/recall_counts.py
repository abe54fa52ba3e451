import numpy as np


def recall_score(y_pred, y_true):
    tp = np.sum((y_pred == 1) & (y_true == 1))
    fn = np.sum((y_pred == 0) & (y_true == 1))
    return tp / (tp + fn) if tp + fn else 0.0
