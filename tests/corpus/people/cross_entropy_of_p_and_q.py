"""How surprising q is where p is true: two distributions, no batch."""
import numpy as np


def distribution(p):
    p = np.asarray(p, dtype=float)
    return p / p.sum()


def cross_entropy(p, q):
    p, q = distribution(p), distribution(q)
    return -np.sum(p * np.log(q))
