import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    N, D = x.shape
    rmean = bn_param.get('running_mean', np.zeros(D))
    rvar = bn_param.get('running_var', np.zeros(D))
    if bn_param['mode'] == 'train':
        mean, var = x.mean(axis=0), x.var(axis=0)
        rmean = momentum * rmean + (1 - momentum) * mean
        rvar = momentum * rvar + (1 - momentum) * var
    else:
        mean, var = rmean, rvar
    bn_param['running_mean'] = rmean
    bn_param['running_var'] = rvar
    std = np.sqrt(var + eps)
    z = (x - mean) / std
    return z * gamma + beta, {'z': z, 'std': std, 'gamma': gamma}


def batchnorm_backward(dout, cache):
    z, std, gamma = cache['z'], cache['std'], cache['gamma']
    dbeta = dout.sum(axis=0)
    dgamma = (dout * z).sum(axis=0)
    dout *= gamma
    dx = dout - dout.mean(axis=0) - z * (dout * z).mean(axis=0)
    return dx / std, dgamma, dbeta
