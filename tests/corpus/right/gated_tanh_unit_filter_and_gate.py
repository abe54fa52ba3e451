import numpy as np


class GatedActivation:
    def forward(self, f, g):
        self.t = np.tanh(f)
        self.s = 1 / (1 + np.exp(-g))
        return self.t * self.s

    def backward(self, dout):
        df = dout * self.s * (1 - self.t ** 2)
        dg = dout * self.t * self.s * (1 - self.s)
        return df, dg
