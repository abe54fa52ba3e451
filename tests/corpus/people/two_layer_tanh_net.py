import numpy as np


class TanhNet:
    """入力 - tanh(隠れ) - softmax"""

    def __init__(self, n_in=8, n_hidden=6, n_out=3, std=0.1):
        self.params = {}
        self.params['W1'] = std * np.random.randn(n_in, n_hidden)
        self.params['b1'] = np.zeros(n_hidden)
        self.params['W2'] = std * np.random.randn(n_hidden, n_out)
        self.params['b2'] = np.zeros(n_out)

    def predict(self, x):
        p = self.params
        self.h = np.tanh(x @ p['W1'] + p['b1'])
        a = self.h @ p['W2'] + p['b2']
        a = a - a.max(axis=1, keepdims=True)
        return np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)

    def loss(self, x, t):
        y = self.predict(x)
        if t.ndim == 1:
            t = np.eye(y.shape[1])[t]
        return -(t * np.log(y + 1e-7)).sum() / len(x)

    def gradient(self, x, t):
        y = self.predict(x)
        if t.ndim == 1:
            t = np.eye(y.shape[1])[t]
        da2 = (y - t) / len(x)
        da1 = (da2 @ self.params['W2'].T) * (1 - self.h ** 2)
        return {'W2': self.h.T @ da2, 'b2': da2.sum(0),
                'W1': x.T @ da1, 'b1': da1.sum(0)}
