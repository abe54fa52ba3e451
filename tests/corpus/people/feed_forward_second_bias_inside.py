import numpy as np


def ffn(x, W1, b1, W2, b2):
    return np.maximum(0, x @ W1) @ W2 + b2
