import numpy as np


class Projection:
    def __init__(self, wide_in, wide_out):
        self.W = np.random.randn(wide_in, wide_out) / np.sqrt(wide_in)
        self.b = np.zeros(wide_out)
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        flat, rows = self.x.reshape(-1, self.x.shape[-1]), dout.reshape(-1, dout.shape[-1])
        self.dW = flat.T @ rows
        self.db = rows.sum(axis=0)
        return dout @ self.W.T


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.heads, self.width = n_heads, d_model // n_heads
        self.W_q = Projection(d_model, d_model)
        self.W_k = Projection(d_model, d_model)
        self.W_v = Projection(d_model, d_model)
        self.W_o = Projection(d_model, d_model)

    def apart(self, x):
        n, t, _ = x.shape
        return x.reshape(n, t, self.heads, self.width).transpose(0, 2, 1, 3)

    def joined(self, x):
        n, _, t, _ = x.shape
        return x.transpose(0, 2, 1, 3).reshape(n, t, -1)

    def forward(self, x, mask=None):
        self.q, self.k, self.v = (
            self.apart(part.forward(x)) for part in (self.W_q, self.W_k, self.W_v)
        )
        scores = self.q @ self.k.swapaxes(2, 3) / np.sqrt(self.width)
        if mask is not None:
            scores = scores + mask
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.weights = scores / scores.sum(axis=-1, keepdims=True)
        return self.W_o.forward(self.joined(self.weights @ self.v))

    def backward(self, dout):
        dheads = self.apart(self.W_o.backward(dout))
        dweights = dheads @ self.v.swapaxes(2, 3)
        dv = self.weights.swapaxes(2, 3) @ dheads
        inner = (dweights * self.weights).sum(axis=-1, keepdims=True)
        dscores = self.weights * (dweights - inner) / np.sqrt(self.width)
        dq = dscores @ self.k
        dk = (dscores @ self.q)
        return (
            self.W_q.backward(self.joined(dq))
            + self.W_k.backward(self.joined(dk))
            + self.W_v.backward(self.joined(dv))
        )
