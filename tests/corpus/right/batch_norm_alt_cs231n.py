import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running = {
        "mean": bn_param.get("running_mean", np.zeros(D)),
        "var": bn_param.get("running_var", np.zeros(D)),
    }
    train = bn_param["mode"] == "train"
    if train:
        batch = {"mean": x.mean(axis=0), "var": x.var(axis=0)}
        for k in running:
            running[k] = momentum * running[k] + (1 - momentum) * batch[k]
    else:
        batch = running
    inv_std = (batch["var"] + eps) ** -0.5
    xhat = (x - batch["mean"]) * inv_std
    bn_param["running_mean"], bn_param["running_var"] = running["mean"], running["var"]
    return gamma * xhat + beta, (gamma, xhat, inv_std)


def batchnorm_backward_alt(dout, cache):
    gamma, xhat, inv_std = cache
    N = dout.shape[0]
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx = (gamma * inv_std / N) * (N * dout - xhat * dgamma - dbeta)
    return dx, dgamma, dbeta
