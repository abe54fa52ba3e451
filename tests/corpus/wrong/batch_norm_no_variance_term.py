import numpy as np


class BatchNorm:
    def __init__(self, n_channels, momentum=0.9, epsilon=1e-5):
        self.momentum = momentum
        self.epsilon = epsilon
        self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}
        self.grads = {}
        self.buffers = {"running_mean": np.zeros(n_channels), "running_var": np.ones(n_channels)}

    def forward(self, x, training=True):
        self.axes = (0,) if x.ndim == 2 else (0, 2, 3)
        self.s = (1, -1) if x.ndim == 2 else (1, -1, 1, 1)
        self.training = training
        if training:
            mu = x.mean(axis=self.axes)
            var = x.var(axis=self.axes)
            m = self.momentum
            self.buffers["running_mean"] = m * self.buffers["running_mean"] + (1 - m) * mu
            self.buffers["running_var"] = m * self.buffers["running_var"] + (1 - m) * var
        else:
            mu = self.buffers["running_mean"]
            var = self.buffers["running_var"]
        self.istd = 1 / np.sqrt(var + self.epsilon).reshape(self.s)
        self.xhat = (x - mu.reshape(self.s)) * self.istd
        return self.params["gamma"].reshape(self.s) * self.xhat + self.params["beta"].reshape(self.s)

    def backward(self, dy):
        self.grads["gamma"] = (dy * self.xhat).sum(axis=self.axes)
        self.grads["beta"] = dy.sum(axis=self.axes)
        dxhat = dy * self.params["gamma"].reshape(self.s)
        if self.training:
            dxhat = dxhat - dxhat.mean(axis=self.axes, keepdims=True)
        return dxhat * self.istd
