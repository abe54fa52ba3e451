import numpy as np


def kl_divergence(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(p > 0, p * (np.log(p) - np.log(q)), 0.0)
    return ratio.sum(axis=-1)
