import numpy as np


class TemperatureSoftmax:
    def __init__(self, temperature=1.0):
        self.T = temperature

    def forward(self, x):
        z = x / self.T
        z = z - np.max(z, axis=-1, keepdims=True)
        e = np.exp(z)
        self.y = e / np.sum(e, axis=-1, keepdims=True)
        return self.y

    def backward(self, dout):
        dz = self.y * (dout - np.sum(dout * self.y, axis=-1, keepdims=True))
        return dz
