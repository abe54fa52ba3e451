import numpy as np


class NegativeSamplingLoss:
    """h (N, D): context vectors; W (V, D): output embedding"""

    def __init__(self, W):
        self.W = W

    def forward(self, h, target, negatives):
        idx = np.concatenate([target[:, None], negatives], axis=1)
        self.t = np.zeros(idx.shape)
        self.t[:, 0] = 1
        self.h, self.idx = h, idx
        score = np.einsum("nd,nkd->nk", h, self.W[idx])
        self.p = 1 / (1 + np.exp(-score))
        return -np.sum(np.log(np.where(self.t == 1, self.p, 1 - self.p))) / len(h)

    def backward(self):
        d = (self.p - self.t) / len(self.h)
        self.dW = np.zeros_like(self.W)
        np.add.at(self.dW, self.idx, d[:, :, None] * self.h[:, None, :])
        return np.einsum("nk,nkd->nd", d, self.W[self.idx])
