"""Code as people write it, for the examples of `parity check`: right, wrong, broken."""

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class BatchNormalization:
    def __init__(self, gamma, beta, momentum=0.9, eps=1e-5, running_mean=None, running_var=None):
        self.gamma = gamma
        self.beta = beta
        self.momentum = momentum
        self.eps = eps
        self.running_mean = np.zeros_like(gamma) if running_mean is None else running_mean
        self.running_var = np.ones_like(gamma) if running_var is None else running_var

    def forward(self, x, train_flg=True):
        if train_flg:
            mu = x.mean(axis=0)
            var = x.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xn = (x - mu) / self.std
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        self.dgamma = np.sum(self.xn * dout, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dxn = self.gamma * dout
        dx = (dxn - self.xn * np.mean(dxn * self.xn, axis=0)) / self.std
        return dx


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, prev_h, prev_c, W, U, b):
    gates = np.dot(x, W.T) + np.dot(prev_h, U.T) + b
    i, f, o, g = np.split(gates, 4, axis=-1)
    i, f, o, g = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g)
    c = f * c + i * g
    h = o * np.tanh(c)
    return c, h


class Relu:
    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout[self.mask] = 0
        return dout


class Bottleneck:
    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = W1, b1, W2, b2

    def forward(self, x):
        self.x, self.code = x, np.tanh(x @ self.W1 + self.b1)
        return self.code @ self.W2 + self.b2

    def backward(self, dout):
        self.dW2, self.db2 = self.code.T @ dout, dout.sum(axis=0)
        da = dout @ self.W2.T * (1 - self.code**2)
        self.dW1, self.db1 = self.x.T @ da, da.sum(axis=0)
        return da @ self.W1.T
