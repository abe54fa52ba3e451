import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    xc = x - x.mean(axis=1, keepdims=True)
    istd = 1 / np.sqrt((xc * xc).mean(axis=1, keepdims=True) + eps)
    xh = xc * istd
    return gamma * xh + beta, (xh, istd, gamma)


def layernorm_backward(dout, cache):
    xh, istd, gamma = cache
    n = dout.shape[0]
    dgamma, dbeta = (dout * xh).sum(axis=0), dout.sum(axis=0)
    g = dout * gamma
    dx = istd / n * (n * g - g.sum(axis=1, keepdims=True) - xh * (g * xh).sum(axis=1, keepdims=True))
    return dx, dgamma, dbeta
