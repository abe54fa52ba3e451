import numpy as np


def truncated_svd(A, k):
    values, V = np.linalg.eigh(A.T @ A)
    order = np.argsort(-values)[:k]
    s = np.sqrt(values[order])
    V = V[:, order]
    return A @ V / s, s, V
