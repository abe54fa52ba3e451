import numpy as np


def xavier_uniform(shape, rng=np.random):
    if len(shape) == 2:
        fan_in, fan_out = shape
    else:
        kh, kw, c_in, c_out = shape
        fan_in, fan_out = kh * kw * c_in, kh * kw * c_out
    a = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=shape)
