import numpy as np


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.running_mean = running_mean
        self.running_var = running_var

    def forward(self, x, train_flg=True):
        if self.running_mean is None:
            self.running_mean, self.running_var = np.zeros(x.shape[1]), np.zeros(x.shape[1])
        if train_flg:
            mu = x.mean(axis=0)
            self.std = x.std(axis=0)
            a = self.momentum
            self.running_mean = a * self.running_mean + (1 - a) * mu
            self.running_var = a * self.running_var + (1 - a) * self.std
            self.root = np.sqrt(self.std ** 2 + 1e-5)
            self.xn = (x - mu) / self.root
            return self.gamma * self.xn + self.beta
        return self.gamma * (x - self.running_mean) / np.sqrt(self.running_var + 1e-5) + self.beta

    def backward(self, dout):
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.xn).sum(axis=0)
        dxn = dout * self.gamma
        return (dxn - self.xn * (dxn * self.xn).mean(axis=0)) / self.root
