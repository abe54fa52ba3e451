import numpy as np


class YesOrNo:
    """The last layer: what it gives is a probability, and its way back that of the loss."""

    def forward(self, x, t=None):
        self.p = 1 / (1 + np.exp(-x))
        self.t = t
        return self.p

    def backward(self, dout=None):
        return self.p - self.t
