import numpy as np


def encode(words, E, W, U, b):
    # 単語を1つずつ読み込む
    h = np.zeros(W.shape[0])
    for w in words:
        e = E @ w
        h = np.tanh(e @ W.T + h @ U + b)
    return h
