import numpy as np


def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    def gate(w, u):
        return 1 / (1 + np.exp(-(x @ w.T + h @ u.T)))

    z, r = gate(W_r, U_r), gate(W_z, U_z)
    cand = np.tanh(x @ W.T + (r * h) @ U.T)
    return h + z * (cand - h)
