import numpy as np


class GlorotUniform:
    def fans(self, shape):
        if len(shape) == 2:
            return shape
        receptive = int(np.prod(shape[2:]))
        return shape[1] * receptive, shape[0] * receptive

    def scale(self, shape):
        fan_in, fan_out = self.fans(shape)
        return float(np.sqrt(6.0 / (fan_in + fan_out)))

    def __call__(self, shape, seed=None):
        rng = np.random.default_rng(seed)
        return rng.random(shape) * self.scale(shape)
