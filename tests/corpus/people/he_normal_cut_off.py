import numpy as np


def he_normal(shape):
    fan_in = shape[0] if len(shape) == 2 else np.prod(shape[1:])
    std = np.sqrt(2.0 / fan_in)
    w = np.random.normal(0.0, std, shape)
    while (far := np.abs(w) > 2 * std).any():
        w[far] = np.random.normal(0.0, std, far.sum())
    return w
