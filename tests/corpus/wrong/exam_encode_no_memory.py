import numpy as np

def encode(words, E, W, U, b):
    hidden_size = W.shape[0]
    h = np.zeros(hidden_size)
    for w in words:
        e = E.dot(w)
        h = np.tanh(W.dot(e) + b)
    return h
