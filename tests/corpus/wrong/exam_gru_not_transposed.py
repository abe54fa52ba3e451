import numpy as np

def _sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    r = _sigmoid(x.dot(W_r.T) + h.dot(U_r.T))
    z = _sigmoid(x.dot(W_z.T) + h.dot(U_z.T))
    h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U))
    return (1 - z) * h + z * h_bar
