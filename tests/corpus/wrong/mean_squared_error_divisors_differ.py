import numpy as np


def mse_loss(pred, target):
    """
    pred, target: (N, D)
    returns loss (scalar) and gradient w.r.t. pred
    """
    N = pred.shape[0]
    diff = pred - target
    loss = np.mean(diff ** 2)
    dpred = 2 * diff / N
    return loss, dpred
