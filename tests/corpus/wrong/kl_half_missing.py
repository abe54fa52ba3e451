import numpy as np


def kl_loss(mean, log_var):
    kl = np.square(mean) + np.exp(log_var) - log_var - 1
    return np.mean(np.sum(kl, axis=1))
