import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    xmu = x - x.mean(axis=0)
    std = np.sqrt((xmu ** 2).mean(axis=0) + eps)
    return gamma * xmu / std + beta, (xmu, std, gamma)


def batchnorm_backward(dout, cache):
    xmu, std, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xmu).sum(axis=0)
    dxhat = dout * gamma
    dvar = (dxhat * xmu).sum(axis=0) * -0.5 * std ** -3
    dmu = -dxhat.sum(axis=0) / std
    dx = dxhat / std + dvar * 2 * xmu / N + dmu / N
    return dgamma, dbeta, dx
