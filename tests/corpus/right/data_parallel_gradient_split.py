import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def data_parallel_gradient(x, t, W, b, n_workers=2):
    n = len(x)
    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    for idx in np.array_split(np.arange(n), n_workers):
        p = softmax(x[idx] @ W + b)
        p[np.arange(len(idx)), t[idx]] -= 1
        p /= len(idx)
        dW += x[idx].T @ p * len(idx) / n
        db += p.sum(axis=0) * len(idx) / n
    return dW, db
