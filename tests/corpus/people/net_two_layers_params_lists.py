import numpy as np


class TwoLayerNet:
    def __init__(self, D, H, O):
        rn = np.random.randn
        self.params = [0.1 * rn(D, H), np.zeros(H), 0.1 * rn(H, O), np.zeros(O)]
        self.grads = [np.zeros_like(p) for p in self.params]

    def predict(self, x):
        W1, b1, W2, b2 = self.params
        self.x = x
        self.h = 1 / (1 + np.exp(-(np.dot(x, W1) + b1)))
        return np.dot(self.h, W2) + b2

    def forward(self, x, t):
        score = self.predict(x)
        e = np.exp(score - score.max(axis=1, keepdims=True))
        self.y = e / e.sum(axis=1, keepdims=True)
        self.t = t.argmax(axis=1) if t.ndim == 2 else t
        return -np.log(self.y[np.arange(len(x)), self.t] + 1e-7).sum() / len(x)

    def backward(self, dout=1):
        W2 = self.params[2]
        ds = self.y.copy()
        ds[np.arange(len(ds)), self.t] -= 1
        ds *= dout / len(ds)
        dh = np.dot(ds, W2.T)
        da = dh * self.h * (1 - self.h)
        for g, v in zip(self.grads, (np.dot(self.x.T, da), da.sum(0), np.dot(self.h.T, ds), ds.sum(0))):
            g[...] = v
        return np.dot(da, self.params[0].T)
