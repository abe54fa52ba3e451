import numpy as np


class LRN:
    """局所応答正規化 (AlexNet)"""

    def __init__(self, size=5, alpha=1e-4, beta=0.75, k=2.0):
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, x):
        self.x = x
        C = x.shape[1]
        before, after = self.size // 2, (self.size - 1) // 2
        sq = np.pad(x ** 2, ((0, 0), (before, after), (0, 0), (0, 0)))
        total = sum(sq[:, i:i + C] for i in range(self.size))
        self.scale = self.k + self.alpha * total
        return x / self.scale ** self.beta

    def backward(self, dout):
        x, s = self.x, self.scale
        # 商の微分
        a = s ** -self.beta
        b = 2 * self.alpha * self.beta * x * x * s ** (-self.beta - 1)
        return dout * (a - b)
