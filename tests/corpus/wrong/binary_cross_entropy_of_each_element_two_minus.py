import numpy as np


class BinaryCrossEntropy:
    def forward(self, y, t):
        self.y, self.t = y, t
        return -(t * np.log(y + 1e-15) + (1 - t) * np.log(1 - y + 1e-15))

    def backward(self, dout=1):
        return dout * (-(self.t / (self.y + 1e-15)) + (2 - self.t) / (1 - self.y + 1e-15))
