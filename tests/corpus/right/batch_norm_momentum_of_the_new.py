import numpy as np


class BatchNorm1d:
    def __init__(self, n_channels, momentum=0.1, epsilon=1e-5):
        self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}
        self.grads = {"gamma": np.zeros(n_channels), "beta": np.zeros(n_channels)}
        self.buffers = {"running_mean": np.zeros(n_channels), "running_var": np.ones(n_channels)}
        self.momentum = momentum
        self.epsilon = epsilon

    def forward(self, x, training=True):
        self.training = training
        if training:
            mu, var = x.mean(axis=0), x.var(axis=0)
            a = self.momentum
            n = len(x)
            self.buffers["running_mean"] = (1 - a) * self.buffers["running_mean"] + a * mu
            self.buffers["running_var"] = (1 - a) * self.buffers["running_var"] + a * var * n / (n - 1)
        else:
            mu, var = self.buffers["running_mean"], self.buffers["running_var"]
        self.std = np.sqrt(var + self.epsilon)
        self.z = (x - mu) / self.std
        return self.params["gamma"] * self.z + self.params["beta"]

    def backward(self, dy):
        self.grads["gamma"] = np.sum(dy * self.z, axis=0)
        self.grads["beta"] = np.sum(dy, axis=0)
        dz = dy * self.params["gamma"]
        if self.training:
            dz = dz - dz.mean(axis=0) - self.z * np.mean(dz * self.z, axis=0)
        return dz / self.std
