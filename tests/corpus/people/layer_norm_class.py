import numpy as np


class LayerNorm:
    def __init__(self, d, eps=1e-5):
        self.gamma = np.ones(d)
        self.beta = np.zeros(d)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(-1, keepdims=True)
        self.rstd = 1 / np.sqrt(x.var(-1, keepdims=True) + self.eps)
        self.norm = (x - mean) * self.rstd
        return self.gamma * self.norm + self.beta

    def backward(self, dout):
        axes = tuple(range(dout.ndim - 1))
        self.dgamma = (dout * self.norm).sum(axes)
        self.dbeta = dout.sum(axes)
        dnorm = dout * self.gamma
        return self.rstd * (dnorm - dnorm.mean(-1, keepdims=True)
                            - self.norm * (dnorm * self.norm).mean(-1, keepdims=True))
