import numpy as np


def max_pool1d(x, pool_size=2):
    n, c, t = x.shape
    out = t // pool_size
    return x[:, :, :out * pool_size].reshape(n, c, out, pool_size).max(axis=3)
