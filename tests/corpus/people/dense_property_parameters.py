import numpy as np


class AffineLayer:
    def __init__(self, dim_in, dim_out, rng=np.random):
        self._theta = rng.randn(dim_in + 1, dim_out) * 0.1   # last row: bias
        self._dtheta = np.zeros_like(self._theta)

    @property
    def W(self):
        return self._theta[:-1]

    @property
    def b(self):
        return self._theta[-1]

    @property
    def dW(self):
        return self._dtheta[:-1]

    @property
    def db(self):
        return self._dtheta[-1]

    def forward(self, x):
        self.x1 = np.hstack([x, np.ones((len(x), 1))])
        return self.x1 @ self._theta

    def backward(self, dout):
        self._dtheta = self.x1.T @ dout
        return dout @ self.W.T
