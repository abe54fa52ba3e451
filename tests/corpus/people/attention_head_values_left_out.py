import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class AttentionHead:
    """One head; with mask it looks at what came before only."""

    def __init__(self, d_m: int, d_k: int, mask: bool, rn=np.random.randn):
        self.params = [rn(d_m, d_k) / np.sqrt(d_m) for _ in range(3)]
        self.grads = [np.zeros_like(p) for p in self.params]
        self.d_k, self.mask = d_k, mask

    def forward(self, x_q, x_kv):
        wq, wk, wv = self.params
        q, k, v = x_q @ wq, x_kv @ wk, x_kv @ wv
        s = q @ k.swapaxes(1, 2) / np.sqrt(self.d_k)
        if self.mask:
            s = np.where(np.tri(*s.shape[1:]), s, -1e9)
        a = softmax(s)
        self.cache = x_q, x_kv, q, k, v, a
        return a @ v

    def backward(self, dout):
        wq, wk, wv = self.params
        x_q, x_kv, q, k, v, a = self.cache
        da = dout @ v.swapaxes(1, 2)
        dv = a.swapaxes(1, 2) @ dout
        ds = a * (da - (a * da).sum(axis=-1, keepdims=True)) / np.sqrt(self.d_k)
        dq, dk = ds @ k, ds.swapaxes(1, 2) @ q
        for grad, x, d in zip(self.grads, (x_q, x_kv, x_kv), (dq, dk, dv)):
            grad[...] = np.einsum("nti,ntj->ij", x, d)
        return dq @ wq.T, dk @ wk.T
