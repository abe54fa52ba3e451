import numpy as np


def he_init(shape, mode='fan_out', rng=None):
    """Kaiming init, keeps the variance of the backward pass by default"""
    rng = rng or np.random.default_rng()
    fan = shape[1] if mode == 'fan_out' else shape[0]
    return rng.normal(0.0, np.sqrt(2.0 / fan), size=shape)
