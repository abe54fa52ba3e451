import numpy as np


def make_causal_mask(n):
    return np.tril(np.ones((n, n), dtype=bool))
