import numpy as np


def layer_norm_backward(dy, x, gamma, eps=1e-5):
    mu = x.mean(-1, keepdims=True)
    std = np.sqrt(x.var(-1, keepdims=True) + eps)
    xh = (x - mu) / std
    dgamma = (dy * xh).sum(axis=0)
    dbeta = dy.sum(axis=0)
    g = dy * gamma
    dx = (g - xh * (g * xh).mean(-1, keepdims=True)) / std
    return dx, dgamma, dbeta
