import numpy as np


class BatchNorm:
    def __init__(self, momentum=0.99, eps=0.001):
        self.momentum, self.eps = momentum, eps
        self.params, self.grads, self.running = {}, {}, {}

    def forward(self, x, training=True):
        if not self.params:
            d = x.shape[1]
            self.params = {"gamma": np.ones(d), "beta": np.zeros(d)}
            self.running = {"mean": np.zeros(d), "var": np.ones(d)}
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            for k, v in (("mean", mean), ("var", var)):
                self.running[k] = self.momentum * self.running[k] + (1 - self.momentum) * v
        else:
            mean, var = self.running["mean"], self.running["var"]
        self.s = np.sqrt(var + self.eps)
        self.h = (x - mean) / self.s
        return self.params["gamma"] * self.h + self.params["beta"]

    def backward(self, dy):
        self.grads["gamma"] = (dy * self.h).sum(axis=0)
        self.grads["beta"] = dy.sum(axis=0)
        g = self.params["gamma"] / self.s
        return g * (dy - dy.mean(axis=0) - self.h * (dy * self.h).mean(axis=0))
