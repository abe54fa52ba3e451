import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))

    out, cache = None, None
    if mode == 'train':
        mu = np.sum(x, axis=0) / N
        xc = x - mu
        sq = xc * xc
        var = np.sum(sq, axis=0) / N
        std = np.sqrt(var + eps)
        inv = 1 / std
        xhat = xc * inv
        out = xhat * gamma + beta
        cache = (xc, std, inv, xhat, gamma)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    elif mode == 'test':
        xhat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * xhat + beta
    else:
        raise ValueError(mode)

    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return out, cache


def batchnorm_backward(dout, cache):
    xc, std, inv, xhat, gamma = cache
    N, D = dout.shape
    # out = xhat * gamma + beta
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    # xhat = xc * inv
    dxc = dxhat * inv
    dinv = np.sum(dxhat * xc, axis=0)
    # inv = 1 / std
    dstd = -dinv / std ** 2
    # std = sqrt(var + eps)
    dvar = 0.5 * dstd / std
    # var = mean(sq)
    dsq = np.ones((N, D)) * dvar / N
    # sq = xc ** 2
    dxc = dxc + 2 * xc * dsq
    # xc = x - mu
    dmu = -np.sum(dxc, axis=0)
    dx = dxc + np.ones((N, D)) * dmu / N
    return dx, dgamma, dbeta
