import numpy as np


class HeNormal:
    def scale(self, shape):
        if len(shape) == 4:
            fan_out = shape[0] * shape[2] * shape[3]
        else:
            fan_out = shape[1]
        return float(np.sqrt(2.0 / fan_out))

    def __call__(self, shape, seed=None):
        rng = np.random.default_rng(seed)
        return rng.normal(0.0, self.scale(shape), size=shape)
