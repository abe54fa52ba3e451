import numpy as np


def relu_forward(x):
    # x: any shape
    out = x.clip(min=0)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx
