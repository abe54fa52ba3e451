"""Self-attention without heads, with its three projections and one behind."""
import numpy as np


class SelfAttention:
    def __init__(self, d_model):
        self.W_q, self.W_k, self.W_v, self.W_o = (
            np.random.randn(d_model, d_model) * 0.1 for _ in range(4)
        )

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        s = self.q @ self.k.transpose(0, 2, 1) / np.sqrt(x.shape[-1])
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        self.a = e / e.sum(axis=-1, keepdims=True)
        self.mixed = self.a @ self.v
        return self.mixed @ self.W_o

    def backward(self, dout):
        both = ((0, 1), (0, 1))
        self.dW_o = np.tensordot(self.mixed, dout, axes=both)
        dmixed = dout @ self.W_o.T
        dv = self.a @ dmixed
        da = dmixed @ self.v.transpose(0, 2, 1)
        ds = self.a * (da - (da * self.a).sum(axis=-1, keepdims=True)) / np.sqrt(self.x.shape[-1])
        dq, dk = ds @ self.k, ds.transpose(0, 2, 1) @ self.q
        self.dW_q = np.tensordot(self.x, dq, axes=both)
        self.dW_k = np.tensordot(self.x, dk, axes=both)
        self.dW_v = np.tensordot(self.x, dv, axes=both)
        return dq @ self.W_q.T + dk @ self.W_k.T + dv @ self.W_v.T
