"""A language model in one class; its way back begins at the loss, whatever it is given."""
import numpy as np


class SimpleRnnlm:
    def __init__(self, vocab_size, wordvec_size, hidden_size):
        rn = np.random.randn
        shapes = [(vocab_size, wordvec_size), (wordvec_size, hidden_size),
                  (hidden_size, hidden_size), (hidden_size,),
                  (hidden_size, vocab_size), (vocab_size,)]
        self.params = [rn(*shape) * 0.1 for shape in shapes]
        self.grads = [np.zeros(shape) for shape in shapes]

    def forward(self, xs, ts):
        E, Wx, Wh, b, W, c = self.params
        n, steps = xs.shape
        self.xs = xs
        self.h = np.zeros((n, steps + 1, len(b)))
        for k in range(steps):
            self.h[:, k + 1] = np.tanh(E[xs[:, k]] @ Wx + self.h[:, k] @ Wh + b)
        scores = self.h[:, 1:] @ W + c
        e = np.exp(scores - scores.max(axis=2, keepdims=True))
        self.p = e / e.sum(axis=2, keepdims=True)
        self.at = np.arange(n)[:, None], np.arange(steps), ts
        return -np.mean(np.log(self.p[self.at]))

    def backward(self, dout=1):
        E, Wx, Wh, b, W, c = self.params
        n, steps = self.xs.shape
        ds = self.p.copy()
        ds[self.at] -= 1
        ds /= n * steps
        dE, dWx, dWh, db = (np.zeros_like(a) for a in (E, Wx, Wh, b))
        later = np.zeros_like(self.h[:, 0])
        for k in reversed(range(steps)):
            da = (ds[:, k] @ W.T + later) * (1 - self.h[:, k + 1] ** 2)
            dWx += E[self.xs[:, k]].T @ da
            dWh += self.h[:, k].T @ da
            db += da.sum(axis=0)
            np.add.at(dE, self.xs[:, k], da @ Wx.T)
            later = da @ Wh
        dW = np.tensordot(self.h[:, 1:], ds, axes=((0, 1), (0, 1)))
        for grad, new in zip(self.grads, (dE, dWx, dWh, db, dW, ds.sum(axis=(0, 1)))):
            grad[...] = new
