"""Part 2: a fully-connected layer, y = x W + b."""

import numpy as np


class Dense:
    def __init__(self, W, b):
        self.W = W  # (in, out)
        self.b = b  # (out,)

    def forward(self, x):
        """Return y, (N, out), for x, (N, in)."""
        raise NotImplementedError

    def backward(self, dout):
        """Return dx, and keep dW and db in self.dW and self.db."""
        raise NotImplementedError
