import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru(x, h, W_r, U_r, W_z, U_z, W, U):
    # リセットゲート, 更新ゲート
    r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))
    z = sigmoid(x.dot(W_z.T) + h.dot(U_z.T))
    h_bar = np.tanh(x.dot(W.T) + (z * h).dot(U.T))
    h_new = (1 - z) * h + z * h_bar
    return h_new
