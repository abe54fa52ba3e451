import numpy as np


def gated_tanh_forward(a, b):
    t = np.tanh(a)
    s = 1.0 / (1.0 + np.exp(-b))
    return t * s, (t, s)


def gated_tanh_backward(dout, cache):
    t, s = cache
    return dout * s * (1 - t * t), dout * t * s * (1 - s)
