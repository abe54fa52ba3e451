import numpy as np


def pca(x, n_components):
    x_c = x - np.mean(x, axis=0)
    cov = x_c.T @ x_c / (x.shape[0] - 1)
    vals, vecs = np.linalg.eigh(cov)
    order = np.argsort(vals)[::-1][:n_components]
    W = vecs[:, order]
    return x_c @ W, W, vals[order]
