import numpy as np


def q_sample(x_start, t, noise, betas):
    alphas = 1.0 - betas
    alphas_cumprod = np.cumprod(alphas, axis=0)
    a = np.sqrt(alphas_cumprod)[t]
    b = np.sqrt(1.0 - alphas_cumprod)[t]
    shape = (len(x_start),) + (1,) * (x_start.ndim - 1)
    return a.reshape(shape) * x_start + b.reshape(shape) * noise
