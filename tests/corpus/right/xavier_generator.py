import numpy as np


def xavier(shape, seed=None):
    rng = np.random.default_rng(seed)
    fan_in = shape[0] if len(shape) == 2 else int(np.prod(shape[1:]))
    return rng.normal(loc=0.0, scale=fan_in ** -0.5, size=shape)
