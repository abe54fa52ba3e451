import numpy as np


class LayerNorm:
    def __init__(self, d):
        self.gamma, self.beta = np.ones(d), np.zeros(d)
        self.params = [self.gamma, self.beta]
        self.grads = [np.zeros(d), np.zeros(d)]

    def forward(self, x):
        self.std = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
        self.xn = (x - x.mean(axis=-1, keepdims=True)) / self.std
        return self.gamma * self.xn + self.beta

    def backward(self, dout):
        axes = tuple(range(dout.ndim - 1))
        self.grads[0][...] = (dout * self.xn).sum(axis=axes)
        self.grads[1][...] = dout.sum(axis=axes)
        g = dout * self.gamma
        through = self.xn * (g * self.xn).mean(axis=-1, keepdims=True)
        return (g - g.mean(axis=-1, keepdims=True) - through) / self.std


class SelfAttention:
    def __init__(self, d_model, n_heads):
        assert d_model % n_heads == 0
        self.heads, self.d = n_heads, d_model // n_heads
        self.params = [np.random.randn(d_model, d_model) / np.sqrt(d_model) for _ in range(4)]
        self.grads = [np.zeros_like(p) for p in self.params]

    def split(self, x):
        return x.reshape(*x.shape[:2], self.heads, self.d).transpose(0, 2, 1, 3)

    def merge(self, x):
        return x.transpose(0, 2, 1, 3).reshape(x.shape[0], x.shape[2], -1)

    def forward(self, x):
        Wq, Wk, Wv, Wo = self.params
        q, k, v = self.split(x @ Wq), self.split(x @ Wk), self.split(x @ Wv)
        s = q @ k.swapaxes(2, 3) / np.sqrt(self.d)
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        a = e / e.sum(axis=-1, keepdims=True)
        c = self.merge(a @ v)
        self.cache = x, q, k, v, a, c
        return c @ Wo

    def backward(self, dout):
        Wq, Wk, Wv, Wo = self.params
        x, q, k, v, a, c = self.cache
        dc = self.split(dout @ Wo.T)
        da = dc @ v.swapaxes(2, 3)
        ds = a * (da - (da * a).sum(axis=-1, keepdims=True)) / np.sqrt(self.d)
        dq = self.merge(ds @ k)
        dk = self.merge(ds.swapaxes(2, 3) @ q)
        dv = self.merge(a.swapaxes(2, 3) @ dc)
        for kept, left, right in zip(self.grads, (x, x, x, c), (dq, dk, dv, dout)):
            kept[...] = np.einsum("nti,ntj->ij", left, right)
        return dq @ Wq.T + dk @ Wk.T + dv @ Wv.T


class FFN:
    def __init__(self, d_model, d_ff):
        self.W1, self.b1 = np.random.randn(d_model, d_ff) * 0.3, np.zeros(d_ff)
        self.W2, self.b2 = np.random.randn(d_ff, d_model) * 0.3, np.zeros(d_model)
        self.params = [self.W1, self.b1, self.W2, self.b2]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x):
        self.x = x
        self.h = np.maximum(0, x @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def backward(self, dout):
        dh = dout @ self.W2.T * (self.h > 0)
        self.grads[0][...] = np.einsum("nti,ntj->ij", self.x, dh)
        self.grads[1][...] = dh.sum(axis=(0, 1))
        self.grads[2][...] = np.einsum("nti,ntj->ij", self.h, dout)
        self.grads[3][...] = dout.sum(axis=(0, 1))
        return dh @ self.W1.T


class EncoderBlock:
    """Pre-LN: the sums stay as they are, and what is added is normalized before."""

    def __init__(self, d_model, n_heads, d_ff):
        self.norm1, self.norm2 = LayerNorm(d_model), LayerNorm(d_model)
        self.attn, self.ffn = SelfAttention(d_model, n_heads), FFN(d_model, d_ff)
        self.layers = [self.norm1, self.attn, self.norm2, self.ffn]
        self.params = [p for layer in self.layers for p in layer.params]
        self.grads = [g for layer in self.layers for g in layer.grads]

    def forward(self, x):
        h = x + self.attn.forward(self.norm1.forward(x))
        return h + self.ffn.forward(self.norm2.forward(h))

    def backward(self, dout):
        dh = dout + self.norm2.backward(self.ffn.backward(dout))
        return dh + self.norm1.backward(self.attn.backward(dh))


class TransformerLM:
    """A language model of a few blocks; each word predicts the next."""

    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len=256):
        self.embed = np.random.randn(vocab_size, d_model) * 0.3
        self.pos = np.random.randn(max_len, d_model) * 0.1
        self.blocks = [EncoderBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.W = np.random.randn(d_model, vocab_size) * 0.3
        self.params = [self.embed, self.pos, self.W]
        self.grads = [np.zeros_like(p) for p in self.params]
        for block in self.blocks:
            self.params += block.params
            self.grads += block.grads

    def forward(self, ids, targets):
        x = self.embed[ids] + self.pos[: ids.shape[1]]
        for block in self.blocks:
            x = block.forward(x)
        scores = x @ self.W
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        p = e / e.sum(axis=-1, keepdims=True)
        self.cache = ids, targets, x, p
        n, t = targets.shape
        return -np.log(p[np.arange(n)[:, None], np.arange(t), targets]).mean()

    def backward(self):
        ids, targets, x, p = self.cache
        n, t = targets.shape
        ds = p.copy()
        ds[np.arange(n)[:, None], np.arange(t), targets] -= 1
        ds /= n * t
        self.grads[2][...] = np.einsum("nti,ntj->ij", x, ds)
        dx = ds @ self.W.T
        for block in reversed(self.blocks):
            dx = block.backward(dx)
        self.grads[0][...] = 0
        np.add.at(self.grads[0], ids, dx)
        self.grads[1][...] = 0
        self.grads[1][:t] = dx.mean(axis=0)
