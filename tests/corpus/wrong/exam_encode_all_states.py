import numpy as np


def encode(words, E, W, U, b):
    h = np.zeros(len(b))
    hs = []
    for w in words:
        e = np.dot(E, w)
        h = np.tanh(np.dot(W, e) + np.dot(U, h) + b)
        hs.append(h)
    return np.array(hs)
