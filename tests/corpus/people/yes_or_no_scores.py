import numpy as np


def squash(v):
    return 1 / (1 + np.exp(-v))


def binary_cross_entropy(logits, targets):
    """One logit for each example, (N, 1)."""
    p = np.clip(squash(logits), 1e-9, 1 - 1e-9)
    return np.mean(-targets * np.log(p) - (1 - targets) * np.log(1 - p))


def binary_cross_entropy_grad(logits, targets):
    return (squash(logits) - targets) / len(logits)
