import numpy as np


class BCELoss:
    eps = 1e-7

    def forward(self, y, t):
        self.y = np.clip(y, self.eps, 1 - self.eps)
        self.t = t
        loss = -(t * np.log(1 - self.y) + (1 - t) * np.log(self.y))
        return loss.mean()

    def backward(self, dout=1):
        dy = self.t / (1 - self.y) - (1 - self.t) / self.y
        return dout * dy / self.y.size
