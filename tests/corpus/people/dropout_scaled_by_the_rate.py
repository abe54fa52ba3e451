import numpy as np

class Dropout():
    def __init__(self, p=0.2):
        self.p = p
        self._mask = None

    def forward_pass(self, x, training=True):
        if training:
            self.mask = (np.random.uniform(size=x.shape) > self.p) / self.p
            return x * self.mask
        return x

    def backward_pass(self, accum_grad):
        return accum_grad * self.mask
