import numpy as np


def relu_forward(x):
    """Computes the forward pass for a layer of rectified linear units."""
    out = x.clip(min=0)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx
