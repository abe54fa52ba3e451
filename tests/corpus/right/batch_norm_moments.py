import numpy as np


class BatchNorm:
    def __init__(self, n_channels, momentum=0.9, epsilon=1e-5):
        self.momentum = momentum
        self.epsilon = epsilon
        self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}
        self.grads = {}
        self.buffers = {"running_mean": np.zeros(n_channels), "running_var": np.ones(n_channels)}

    def forward(self, x, training=True):
        self.training = training
        self.axis = tuple(a for a in range(x.ndim) if a != 1)
        self.b = [slice(None) if a == 1 else None for a in range(x.ndim)]
        self.b = tuple(self.b)
        if training:
            m1 = x.mean(axis=self.axis)
            m2 = (x * x).mean(axis=self.axis)
            mean, var = m1, m2 - m1 ** 2
            for name, new in [("running_mean", mean), ("running_var", var)]:
                old = self.buffers[name]
                self.buffers[name] = old + (1 - self.momentum) * (new - old)
        else:
            mean, var = self.buffers["running_mean"], self.buffers["running_var"]
        self.inv = 1 / np.sqrt(var + self.epsilon)
        self.xhat = (x - mean[self.b]) * self.inv[self.b]
        return self.xhat * self.params["gamma"][self.b] + self.params["beta"][self.b]

    def backward(self, dy):
        dgamma = (dy * self.xhat).sum(axis=self.axis)
        dbeta = dy.sum(axis=self.axis)
        self.grads["gamma"], self.grads["beta"] = dgamma, dbeta
        k = (self.params["gamma"] * self.inv)[self.b]
        if not self.training:
            return k * dy
        n = dy.size // dy.shape[1]
        return k * (dy - dbeta[self.b] / n - self.xhat * dgamma[self.b] / n)
