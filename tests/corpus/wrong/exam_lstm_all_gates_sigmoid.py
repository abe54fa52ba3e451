import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def lstm(x, prev_h, prev_c, W, U, b):
    gates = sigmoid(x.dot(W.T) + prev_h.dot(U.T) + b)
    i, f, o, g = np.split(gates, 4, axis=-1)
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return c, h
