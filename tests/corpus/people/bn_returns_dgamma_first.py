import numpy as np


def batchnorm_forward(x, gamma, beta, eps=1e-5):
    mu = x.mean(0)
    v = x.var(0)
    xh = (x - mu) / np.sqrt(v + eps)
    return gamma * xh + beta, (xh, gamma, v, eps)


def batchnorm_backward(dy, cache):
    xh, gamma, v, eps = cache
    m = len(dy)
    dgamma = np.einsum('nd,nd->d', dy, xh)
    dbeta = dy.sum(0)
    dx = gamma / np.sqrt(v + eps) * (dy - dbeta / m - xh * dgamma / m)
    return dgamma, dbeta, dx
