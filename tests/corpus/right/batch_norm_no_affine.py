import numpy as np


class BatchNorm1d:
    """Normalizes every feature over the mini-batch; the next layer brings scale and shift."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        self.eps = eps
        self.momentum = momentum
        self.running_mean = np.zeros(num_features)
        self.running_var = np.ones(num_features)

    def forward(self, x, training=True):
        self.training = training
        if training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var
        else:
            mean, var = self.running_mean, self.running_var
        self.inv_std = 1.0 / np.sqrt(var + self.eps)
        self.normed = (x - mean) * self.inv_std
        return self.normed

    def backward(self, dout):
        if not self.training:
            return dout * self.inv_std
        centered = dout - dout.mean(axis=0)
        return (centered - self.normed * (dout * self.normed).mean(axis=0)) * self.inv_std
