import numpy as np

class InstanceNorm:
    def __init__(self, num_features, eps=1e-5):
        self.gamma = np.ones(num_features)
        self.beta = np.zeros(num_features)
        self.eps = eps

    def forward(self, x):
        self.mu = x.mean(axis=(2, 3), keepdims=True)
        self.var = x.var(axis=(2, 3), keepdims=True)
        self.xhat = (x - self.mu) / np.sqrt(self.var + self.eps)
        return self.gamma[None, :, None, None] * self.xhat + self.beta[None, :, None, None]

    def backward(self, dout):
        self.dgamma = (dout * self.xhat).sum(axis=(0, 2, 3))
        self.dbeta = dout.sum(axis=(0, 2, 3))
        dxh = dout * self.gamma[None, :, None, None]
        return (dxh - dxh.mean((2, 3), keepdims=True)) / np.sqrt(self.var + self.eps)
