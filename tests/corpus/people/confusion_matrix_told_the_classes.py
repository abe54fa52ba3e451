import numpy as np


def confusion_matrix(predicted, actual, n_labels):
    table = np.zeros((n_labels, n_labels), dtype=int)
    for p, a in zip(predicted, actual):
        table[a, p] += 1
    return table
