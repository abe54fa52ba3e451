import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    r = sigmoid(np.dot(x, W_r.T) + np.dot(h, U_r.T))
    z = sigmoid(np.dot(x, W_z.T) + np.dot(h, U_z.T))
    h_bar = np.tanh(np.dot(x, W.T) + np.dot(r * h, U.T))
    return z * h + (1.0 - z) * h_bar
