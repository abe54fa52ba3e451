import numpy as np


def norm_forward(x, gamma, beta, param):
    eps = param.get("eps", 1e-5)
    shape = param.get("shape", x.shape)
    axis = param.get("axis", 0)
    mu = x.mean(axis=0)
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - mu) / std
    return gamma * x_hat + beta, (x_hat, gamma, std, shape, axis)


def norm_backward(dout, cache):
    x_hat, gamma, std, shape, axis = cache
    dbeta = dout.reshape(shape, order="F").sum(axis=axis)
    dgamma = (dout * x_hat).reshape(shape, order="F").sum(axis=axis)
    g = dout * gamma
    dx = (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0)) / std
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    param = {"axis": 1, **ln_param}
    gamma, beta = np.atleast_2d(gamma, beta)
    out, cache = norm_forward(x.T, gamma.T, beta.T, param)
    return out.T, cache


def layernorm_backward(dout, cache):
    dx, dgamma, dbeta = norm_backward(dout.T, cache)
    return dx.T, dgamma, dbeta
