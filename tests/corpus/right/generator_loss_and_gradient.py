import numpy as np


class GeneratorLoss:
    """Non-saturating: -mean log D(G(z))."""

    def forward(self, d_fake):
        self.d_fake = d_fake
        return -np.mean(np.log(d_fake))

    def backward(self):
        return -1.0 / (self.d_fake * self.d_fake.size)
