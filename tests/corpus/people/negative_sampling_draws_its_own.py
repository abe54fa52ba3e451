import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


class Sampling:
    """Draws its negatives from the corpus at each call."""

    def __init__(self, W, corpus, power=0.75, sample_size=4):
        self.W, self.sample_size = W, sample_size
        self.dW = np.zeros_like(W)
        p = np.bincount(corpus).astype(float) ** power
        self.p = p / p.sum()

    def forward(self, h, target):
        rows = []
        for word in target:
            p = self.p.copy()
            p[word] = 0
            rows.append(np.random.choice(len(p), self.sample_size, replace=False, p=p / p.sum()))
        self.idx = np.column_stack([target, np.array(rows)])
        self.label = np.zeros(self.idx.shape)
        self.label[:, 0] = 1
        self.h, self.w = h, self.W[self.idx]
        self.y = sig((self.w * h[:, None]).sum(axis=2))
        right = np.where(self.label == 1, self.y, 1 - self.y)
        return -np.log(right).sum() / len(h)

    def backward(self, dout=1):
        d = (self.y - self.label)[..., None] * dout / len(self.h)
        self.dW = np.zeros_like(self.W)
        np.add.at(self.dW, self.idx, d * self.h[:, None])
        return (d * self.w).sum(axis=1)
