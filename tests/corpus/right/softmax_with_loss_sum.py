import numpy as np


class SoftmaxWithLoss:
    """バッチで平均をとらない版"""

    def forward(self, x, t):
        if t.ndim == 1:
            t = np.eye(x.shape[1])[t]
        self.t = t
        z = x - x.max(axis=1, keepdims=True)
        self.logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        return -np.sum(t * self.logp)

    def backward(self, dout=1):
        return dout * (np.exp(self.logp) - self.t)
