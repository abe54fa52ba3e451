import numpy as np


def softmax_cross_entropy(x, t):
    """x: logits (N, C)   t: one-hot (N, C) or labels (N,)"""
    if t.ndim == 1:
        t = np.eye(x.shape[1])[t]
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return -(t * np.log(p)).sum() / len(x)
