"""An LSTM over a sequence: each gate has its own W, U and b, and gradients by the same names."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class LSTM:
    def __init__(self, input_dim, hidden_dim):
        self.hidden_dim = hidden_dim
        for gate in "ifog":
            setattr(self, f"W_{gate}", 0.1 * np.random.randn(input_dim, hidden_dim))
            setattr(self, f"U_{gate}", 0.1 * np.random.randn(hidden_dim, hidden_dim))
            setattr(self, f"b_{gate}", np.zeros(hidden_dim))

    def gate(self, name, x, h):
        a = x @ getattr(self, f"W_{name}") + h @ getattr(self, f"U_{name}")
        return a + getattr(self, f"b_{name}")

    def forward(self, X):
        N, T, _ = X.shape
        h = c = np.zeros((N, self.hidden_dim))
        self.steps, hs = [], []
        for t in range(T):
            i, f, o = (sigmoid(self.gate(name, X[:, t], h)) for name in "ifo")
            g = np.tanh(self.gate("g", X[:, t], h))
            new = f * c + i * g
            self.steps.append((X[:, t], h, c, i, f, o, g, np.tanh(new)))
            h, c = o * np.tanh(new), new
            hs.append(h)
        return np.stack(hs, axis=1)

    def backward(self, dhs):
        for kind in "WUb":
            for name in "ifog":
                held = getattr(self, f"{kind}_{name}")
                setattr(self, f"d{kind}_{name}", np.zeros_like(held))
        dh = dc = 0.0
        dX = []
        for t in reversed(range(len(self.steps))):
            x, h, c, i, f, o, g, shown = self.steps[t]
            dh = dhs[:, t] + dh
            dc = dc + dh * o * (1 - shown ** 2)
            da = {
                "i": dc * g * i * (1 - i),
                "f": dc * c * f * (1 - f),
                "o": dh * shown * o * (1 - o),
                "g": dc * i * (1 - g ** 2),
            }
            dx = np.zeros_like(x)
            dh = np.zeros_like(h)
            for name, d in da.items():
                getattr(self, f"dW_{name}")[...] += x.T @ d
                getattr(self, f"dU_{name}")[...] += h.T @ d
                getattr(self, f"db_{name}")[...] += d.sum(axis=0)
                dx += d @ getattr(self, f"W_{name}").T
                dh += d @ getattr(self, f"U_{name}").T
            dc = dc * f
            dX.append(dx)
        return np.stack(dX[::-1], axis=1)
