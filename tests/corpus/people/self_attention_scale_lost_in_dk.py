import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)



class SelfAttention:
    def __init__(self, W_q, W_k, W_v):
        self.W_q, self.W_k, self.W_v = W_q, W_k, W_v

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        self.scale = 1 / np.sqrt(self.q.shape[-1])
        self.a = softmax(self.q @ self.k.T * self.scale)
        return self.a @ self.v

    def backward(self, dout):
        da = dout @ self.v.T
        dv = self.a.T @ dout
        ds = self.a * (da - (da * self.a).sum(axis=-1, keepdims=True))
        dq = ds @ self.k * self.scale
        dk = ds.T @ self.q
        self.dW_q, self.dW_k, self.dW_v = self.x.T @ dq, self.x.T @ dk, self.x.T @ dv
        return dq @ self.W_q.T + dk @ self.W_k.T + dv @ self.W_v.T
