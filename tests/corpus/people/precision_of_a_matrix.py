import numpy as np


def precision(confusion_matrix):
    """Of each class; rows are what was said."""
    said = confusion_matrix.sum(axis=1)
    hits = np.diag(confusion_matrix)
    return np.where(said > 0, hits / np.maximum(said, 1), 0.0)
