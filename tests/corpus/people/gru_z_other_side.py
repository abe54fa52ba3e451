import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def gru_cell(x, h_prev, Wz, Uz, Wr, Ur, Wh, Uh):
    z = sigmoid(x @ Wz + h_prev @ Uz)
    r = sigmoid(x @ Wr + h_prev @ Ur)
    h_bar = np.tanh(x @ Wh + (r * h_prev) @ Uh)
    return z * h_prev + (1 - z) * h_bar
