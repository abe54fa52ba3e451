import numpy as np


class SoftmaxCrossEntropyLoss:
    def forward(self, x, t):
        z = x - np.max(x, axis=1).reshape(-1, 1)
        self.y = np.exp(z) / np.sum(np.exp(z), axis=1).reshape(-1, 1)
        self.t = t
        if t.ndim == 2:
            return -np.sum(t * np.log(self.y + 1e-7)) / len(x)
        return -np.sum(np.log(self.y[np.arange(len(x)), t] + 1e-7)) / len(x)

    def backward(self, dout=1):
        batch = self.y.shape[0]
        if self.t.ndim == 2:
            dx = (self.y - self.t) * dout / batch
        else:
            dx = self.y.copy()
            dx[np.arange(batch), self.t] -= 1
            dx = dx * dout / batch
        return dx / batch
