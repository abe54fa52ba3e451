import numpy as np


class SelfAttention:
    def __init__(self, d):
        self.Wq, self.Wk, self.Wv = (np.random.randn(d, d) / np.sqrt(d) for _ in range(3))
        self.root = np.sqrt(d)

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = x @ self.Wq, x @ self.Wk, x @ self.Wv
        s = self.q @ self.k.transpose(0, 2, 1) / self.root
        e = np.exp(s - s.max(-1, keepdims=True))
        self.a = e / e.sum(-1, keepdims=True)
        return self.a @ self.v

    def backward(self, dy):
        dv = self.a.transpose(0, 2, 1) @ dy
        da = dy @ self.v.transpose(0, 2, 1)
        dS = self.a * (da - (da * self.a).sum(-1, keepdims=True))
        dq = dS @ self.k / self.root
        dk = dS.transpose(0, 2, 1) @ self.q
        self.dWq = np.einsum("ntd,nte->de", self.x, dq)
        self.dWk = np.einsum("ntd,nte->de", self.x, dk)
        self.dWv = np.einsum("ntd,nte->de", self.x, dv)
        return dq @ self.Wq.T + dk @ self.Wk.T + dv @ self.Wv.T
