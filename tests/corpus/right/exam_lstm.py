import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def lstm(x, prev_h, prev_c, W, U, b):
    H = len(b) // 4

    def 線形(k):
        s = slice(k * H, (k + 1) * H)
        return x @ W[s].T + prev_h @ U[s].T + b[s]

    入力ゲート, 忘却ゲート, 出力ゲート = (sigmoid(線形(k)) for k in range(3))
    c = 忘却ゲート * prev_c + 入力ゲート * np.tanh(線形(3))
    h = 出力ゲート * np.tanh(c)
    return c, h
