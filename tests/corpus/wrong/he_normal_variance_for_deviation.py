import numpy as np

def he_init(n_in, n_out):
    return np.random.randn(n_in, n_out) * (2.0 / n_in)
