import numpy as np


def lsi(X, k=2):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return U[:, :k], np.diag(s[:k]), Vt[:k]
