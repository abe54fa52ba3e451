import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class MultiHeadAttention:
    """Self-attention; pad_mask is (N, T), with 1 where there is no word."""

    def __init__(self, d_model, n_heads):
        self.h, self.d = n_heads, d_model // n_heads
        rng = np.random.default_rng(0)
        self.Wq, self.Wk, self.Wv, self.Wo = (
            rng.normal(size=(d_model, d_model)) / np.sqrt(d_model) for _ in range(4)
        )

    def split(self, x):
        n, t, _ = x.shape
        return x.reshape(n, t, self.h, self.d).transpose(0, 2, 1, 3)

    def merge(self, x):
        n, h, t, d = x.shape
        return x.transpose(0, 2, 1, 3).reshape(n, t, h * d)

    def forward(self, x, pad_mask=None):
        q, k, v = self.split(x @ self.Wq), self.split(x @ self.Wk), self.split(x @ self.Wv)
        s = q @ k.transpose(0, 1, 3, 2) / np.sqrt(self.d)
        if pad_mask is not None:
            s = s - 1e9 * pad_mask[:, None, None, :]
        a = softmax(s)
        self.cache = x, q, k, v, a
        return self.merge(a @ v) @ self.Wo

    def backward(self, dout):
        x, q, k, v, a = self.cache
        flat = lambda z: z.reshape(-1, z.shape[-1])
        self.dWo = flat(self.merge(a @ v)).T @ flat(dout)
        d = self.split(dout @ self.Wo.T)
        da = d @ v.transpose(0, 1, 3, 2)
        dv = a.transpose(0, 1, 3, 2) @ d
        ds = a * (da - (da * a).sum(axis=-1, keepdims=True)) / np.sqrt(self.d)
        dq, dk = ds @ k, ds @ q
        dq, dk, dv = self.merge(dq), self.merge(dk), self.merge(dv)
        self.dWq, self.dWk, self.dWv = (flat(x).T @ flat(z) for z in (dq, dk, dv))
        return dq @ self.Wq.T + dk @ self.Wk.T + dv @ self.Wv.T
