import numpy as np


class PReLU:
    def __init__(self, n_channels=1, init=0.25):
        self.n_channels = n_channels
        self.params = {"a": np.ones(n_channels) * init}
        self.grads = {"a": np.zeros(n_channels)}
        self.buffers = {}

    def forward(self, x):
        self.x = x
        a = self.params["a"]
        if self.n_channels == 1:
            return np.where(x > 0, x, a[0] * x)
        y = np.empty_like(x)
        for c in range(self.n_channels):
            y[:, c] = np.where(x[:, c] > 0, x[:, c], a[c] * x[:, c])
        return y

    def backward(self, dy):
        x, a = self.x, self.params["a"]
        da = np.zeros_like(a)
        if self.n_channels == 1:
            da[0] = np.sum(dy[x <= 0] * x[x <= 0])
            self.grads["a"] = da
            return np.where(x > 0, dy, a[0] * dy)
        dx = dy.copy()
        for c in range(self.n_channels):
            neg = x[:, c] <= 0
            da[c] = np.sum(dy[:, c][neg] * x[:, c][neg])
            dx[:, c][neg] *= a[c]
        self.grads["a"] = da
        return dx
