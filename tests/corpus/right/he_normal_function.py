import numpy as np

def he_init(n_in, n_out):
    """ReLU用の初期値"""
    return np.sqrt(2.0 / n_in) * np.random.randn(n_in, n_out)
