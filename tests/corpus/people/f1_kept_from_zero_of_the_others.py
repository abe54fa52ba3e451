"""F1 of yes and no, with a small number in each divisor."""
import numpy as np

TINY = 1e-8


def f1_score(y_true, y_pred):
    hits = np.sum((y_true == 1) & (y_pred == 1))
    said = hits / (np.sum(y_pred == 1) + TINY)
    found = hits / (np.sum(y_true == 0) + TINY)
    return 2 * said * found / (said + found + TINY)
