import numpy as np


def _sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def _activation(x):
    return _sigmoid(x)


def lstm(x, prev_h, prev_c, W, U, b):
    # セルへの入力をまとめて計算
    z = _activation(x.dot(W.T) + prev_h.dot(U.T) + b)
    i, f, o, g = np.array_split(z, 4, axis=-1)
    c = _sigmoid(f) * prev_c + _sigmoid(i) * np.tanh(g)
    h = _sigmoid(o) * np.tanh(c)
    return c, h
