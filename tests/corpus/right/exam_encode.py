import numpy as np

def encode(words, E, W, U, b):
    ids = words.argmax(axis=1)
    embedded = E.T[ids]              # (T, emb)
    pre = embedded @ W.T + b         # 入力側はまとめて計算
    h = np.zeros_like(b)
    for p in pre:
        h = np.tanh(p + U @ h)
    return h
