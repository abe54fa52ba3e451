import numpy as np


def he_normal(n_in, n_out):
    """Heの初期値"""
    return np.random.normal(loc=0.0, scale=2 / n_in, size=(n_in, n_out))
