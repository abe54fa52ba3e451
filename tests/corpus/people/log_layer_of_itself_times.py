import numpy as np


class LogOfIt:
    def forward(self, x):
        self.x = x
        return np.log(x).sum(axis=1)

    def backward(self, dout):
        return dout[:, None] * self.x
