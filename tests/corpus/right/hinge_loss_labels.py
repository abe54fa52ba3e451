import numpy as np


def hinge_loss(scores, labels):
    signs = np.where(labels > 0, 1.0, -1.0)
    return np.mean(np.maximum(0.0, 1.0 - signs * scores))


def hinge_loss_grad(scores, labels):
    signs = np.where(labels > 0, 1.0, -1.0)
    active = signs * scores <= 1.0
    return -(signs * active) / scores.size
