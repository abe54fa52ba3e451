import numpy as np


class BatchNorm1d:
    def __init__(self, n_channels, momentum=0.9, epsilon=1e-5):
        self.momentum, self.epsilon = momentum, epsilon
        self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}
        self.grads = {"gamma": None, "beta": None}
        self.buffers = {"running_mean": np.zeros(n_channels), "running_var": np.ones(n_channels)}

    def forward(self, x, training=True):
        self.shape4 = None
        if x.ndim == 4:
            self.shape4 = x.shape
            x = np.moveaxis(x, 1, -1).reshape(-1, x.shape[1])
        if training:
            mean = x.mean(0)
            std = np.sqrt(x.var(0) + self.epsilon)
            keep = self.momentum
            self.buffers["running_mean"] = keep * self.buffers["running_mean"] + (1 - keep) * mean
            self.buffers["running_var"] = keep * self.buffers["running_var"] + (1 - keep) * std
        else:
            mean = self.buffers["running_mean"]
            std = np.sqrt(self.buffers["running_var"] + self.epsilon)
        self.training = training
        self.std = std
        self.xn = (x - mean) / std
        return self.unfold(self.params["gamma"] * self.xn + self.params["beta"])

    def unfold(self, rows):
        if self.shape4 is None:
            return rows
        N, C, H, W = self.shape4
        return np.moveaxis(rows.reshape(N, H, W, C), -1, 1)

    def backward(self, dy):
        if dy.ndim == 4:
            dy = np.moveaxis(dy, 1, -1).reshape(-1, dy.shape[1])
        self.grads["beta"] = dy.sum(0)
        self.grads["gamma"] = (dy * self.xn).sum(0)
        d = dy * self.params["gamma"]
        if self.training:
            d = d - d.mean(0) - self.xn * (d * self.xn).mean(0)
        return self.unfold(d / self.std)
