import numpy as np


def bce(y_pred, y_true):
    y_pred = np.clip(y_pred, 1e-12, 1 - 1e-12)
    return -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))


def d_loss(d_real, d_fake):
    real = bce(d_real, np.ones_like(d_real))
    fake = bce(d_fake, np.zeros_like(d_fake))
    return real + fake
