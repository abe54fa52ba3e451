import numpy as np


def q_sample(x_start, t, noise, betas):
    shape = (len(x_start),) + (1,) * (x_start.ndim - 1)
    beta = betas[t].reshape(shape)
    return np.sqrt(1 - beta) * x_start + np.sqrt(beta) * noise
