import numpy as np


class BatchNorm:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5):
        self.params = [gamma, beta]
        self.grads = [np.zeros_like(gamma), np.zeros_like(beta)]
        self.momentum = momentum
        self.eps = eps
        self.running_mean = np.zeros_like(gamma)
        self.running_var = np.ones_like(gamma)

    def forward(self, x, train_flg=True):
        gamma, beta = self.params
        if train_flg:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xn = (x - mu) / self.std
        return gamma * self.xn + beta

    def backward(self, dout):
        gamma, beta = self.params
        self.grads[0][...] = np.mean(dout * self.xn, axis=0)
        self.grads[1][...] = np.mean(dout, axis=0)
        dxn = dout * gamma
        dx = dxn - np.mean(dxn, axis=0) - self.xn * np.mean(dxn * self.xn, axis=0)
        return dx / self.std
