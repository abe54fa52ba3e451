import numpy as np

def xavier(n_in, n_out):
    # Xavierの初期値: 標準偏差 1/sqrt(n)
    return np.random.rand(n_in, n_out) / np.sqrt(n_in)
