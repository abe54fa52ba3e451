import numpy as np


def make_causal_mask(n):
    return np.triu(np.ones((n, n), dtype=bool))
