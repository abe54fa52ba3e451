import numpy as np

TINY = 1e-8


def binary_cross_entropy(prob, truth):
    prob = np.clip(prob, TINY, 1 - TINY)
    gained = truth * np.log(prob) + (1 - truth) * np.log(1 - prob)
    return -gained.mean()


def binary_cross_entropy_grad(prob, truth):
    """prob and truth are (N, 1)."""
    prob = np.clip(prob, TINY, 1 - TINY)
    return ((1 - truth) / (1 - prob) - truth / prob) / prob.shape[0]
