import numpy as np


class BatchNormalization:
    def __init__(self, n_features, momentum=0.99, epsilon=1e-3, center=True, scale=True):
        self.momentum, self.epsilon = momentum, epsilon
        self.center, self.scale = center, scale
        if scale:
            self.gamma = np.ones(n_features)
        if center:
            self.beta = np.zeros(n_features)
        self.moving_mean, self.moving_var = np.zeros(n_features), np.ones(n_features)

    def forward(self, x, training=True):
        self.training = training
        if training:
            mean, var = np.mean(x, axis=0), np.var(x, axis=0)
            m = self.momentum
            self.moving_mean = m * self.moving_mean + (1 - m) * mean
            self.moving_var = m * self.moving_var + (1 - m) * var
        else:
            mean, var = self.moving_mean, self.moving_var
        self.inv = 1 / np.sqrt(var + self.epsilon)
        self.xhat = (x - mean) * self.inv
        out = self.xhat
        if self.scale:
            out = out * self.gamma
        if self.center:
            out = out + self.beta
        return out

    def backward(self, dout):
        if self.center:
            self.dbeta = dout.sum(axis=0)
        if self.scale:
            self.dgamma = (dout * self.xhat).sum(axis=0)
            dout = dout * self.gamma
        if self.training:
            dout = dout - dout.mean(axis=0) - self.xhat * (dout * self.xhat).mean(axis=0)
        return dout * self.inv
