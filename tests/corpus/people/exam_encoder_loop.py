import numpy as np


def encode(words, E, W, U, b):
    """系列を最後の隠れ状態に符号化する"""
    h = np.zeros(b.shape)
    for t in range(len(words)):
        e = E @ words[t]
        h = np.tanh(W @ e + U @ h + b)
    return h
