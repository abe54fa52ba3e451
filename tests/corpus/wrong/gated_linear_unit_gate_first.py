import numpy as np


def glu(x):
    n = x.shape[-1] // 2
    return 1 / (1 + np.exp(-x[..., :n])) * x[..., n:]
