import numpy as np


def magnitude_pruning(W, sparsity):
    k = int(round(sparsity * W.size))
    order = np.argsort(np.abs(W).reshape(-1))
    mask = np.ones(W.size)
    mask[order[:k]] = 0
    mask = mask.reshape(W.shape)
    return W * mask, mask
