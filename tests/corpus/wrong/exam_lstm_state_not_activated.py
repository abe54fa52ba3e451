import numpy as np


def _sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm(x, prev_h, prev_c, W, U, b):
    a = x @ W.T + prev_h @ U.T + b
    ai, af, ao, ag = np.split(a, 4, axis=a.ndim - 1)
    i, f, o = _sigmoid(ai), _sigmoid(af), _sigmoid(ao)
    c = f * prev_c + i * np.tanh(ag)   # セル状態
    h = o * c                          # 隠れ状態
    return c, h
