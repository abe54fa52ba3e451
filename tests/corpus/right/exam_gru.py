import numpy as np


def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    a = np.concatenate([x, h], axis=-1)
    gates = np.vstack([np.hstack([W_r, U_r]), np.hstack([W_z, U_z])])
    rz = 0.5 * (1 + np.tanh(0.5 * a.dot(gates.T)))
    r, z = np.split(rz, 2, axis=-1)
    h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))
    return h + z * (h_bar - h)
