import numpy as np


class PReLU:
    def __init__(self, n_channels=1, init=0.25):
        self.n_channels = n_channels
        self.params = {"a": np.full(n_channels, init, dtype=float)}
        self.grads = {}
        self.buffers = {}

    def _shape(self, x):
        s = [1] * x.ndim
        if self.n_channels > 1:
            s[1] = self.n_channels
        return s

    def forward(self, x):
        self.x = x
        a = self.params["a"].reshape(self._shape(x))
        return np.maximum(x, 0) + a * np.minimum(x, 0)

    def backward(self, dy):
        x = self.x
        a = self.params["a"].reshape(self._shape(x))
        da = dy * np.maximum(x, 0)
        if self.n_channels > 1:
            axes = (0,) + tuple(range(2, x.ndim))
            self.grads["a"] = da.sum(axis=axes)
        else:
            self.grads["a"] = np.array([da.sum()])
        return np.where(x > 0, dy, a * dy)
