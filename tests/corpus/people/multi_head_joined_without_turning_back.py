import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



class MultiHead:
    def __init__(self, W_q, W_k, W_v, W_o, n_heads):
        self.W_q, self.W_k, self.W_v, self.W_o = W_q, W_k, W_v, W_o
        self.n_heads = n_heads

    def split(self, x):
        n, t, d = x.shape
        return x.reshape(n, t, self.n_heads, d // self.n_heads).transpose(0, 2, 1, 3)

    def forward(self, query, key, value):
        q, k, v = self.split(query @ self.W_q), self.split(key @ self.W_k), self.split(value @ self.W_v)
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
        out = softmax(scores) @ v
        n, h, t, d = out.shape
        return out.reshape(n, t, h * d) @ self.W_o
