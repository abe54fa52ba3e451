import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.w = np.random.normal(0, n_in**-0.5, (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dy):
        self.grad_w = np.einsum("nti,nto->io", self.x, dy)
        self.grad_b = dy.sum(axis=(0, 1))
        return dy @ self.w.T


class MultiHeadAttention:
    def __init__(self, d_model=512, heads_num=8, dropout=0.1):
        self.heads_num, self.size = heads_num, d_model // heads_num
        self.Q_linear = Linear(d_model, d_model)
        self.K_linear = Linear(d_model, d_model)
        self.V_linear = Linear(d_model, d_model)
        self.O_linear = Linear(d_model, d_model)
        self.rate = dropout

    def _split(self, x):
        return x.reshape(len(x), -1, self.heads_num, self.size).transpose(0, 2, 1, 3)

    def _join(self, x):
        return x.transpose(0, 2, 1, 3).reshape(len(x), -1, self.heads_num * self.size)

    def forward(self, query, key, value, mask, training=True):
        self.Q = self._split(self.Q_linear.forward(query))
        self.K = self._split(self.K_linear.forward(key))
        self.V = self._split(self.V_linear.forward(value))
        scores = self.Q @ self.K.transpose(0, 1, 3, 2) / np.sqrt(self.size)
        scores = np.where(mask[:, np.newaxis] == 0, -np.inf, scores)
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.A = e / e.sum(axis=-1, keepdims=True)
        self.kept = np.random.rand(*self.A.shape) >= self.rate if training else self.rate < 1
        self.A_kept = self.A * self.kept / (1 - self.rate)
        return self.O_linear.forward(self._join(self.A_kept @ self.V)), self.A

    def backward(self, dout):
        d = self._split(self.O_linear.backward(dout))
        dV = self.A_kept.transpose(0, 1, 3, 2) @ d
        dA = d @ self.V.transpose(0, 1, 3, 2) * self.kept / (1 - self.rate)
        dS = self.A * (1 - self.A) * dA / np.sqrt(self.size)
        dQ, dK = dS @ self.K, dS.transpose(0, 1, 3, 2) @ self.Q
        return (
            self.Q_linear.backward(self._join(dQ)),
            self.K_linear.backward(self._join(dK)),
            self.V_linear.backward(self._join(dV)),
        )
