import numpy as np


def sigmoid(x):
    """numerically stable sigmoid (no overflow in exp)"""
    return np.tanh(x / 2)


def d_sigmoid(x):
    s = sigmoid(x)
    return s * (1 - s)
