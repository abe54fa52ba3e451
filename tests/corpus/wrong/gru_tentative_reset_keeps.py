import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class GRU:
    """A weight for each gate, t for the tentative state."""

    def __init__(self, n_in, n_hidden):
        def drawn(rows):
            return 0.1 * np.random.randn(rows, n_hidden)

        self.Wxr, self.Whr, self.br = drawn(n_in), drawn(n_hidden), np.zeros(n_hidden)
        self.Wxz, self.Whz, self.bz = drawn(n_in), drawn(n_hidden), np.zeros(n_hidden)
        self.Wxt, self.Wht, self.bt = drawn(n_in), drawn(n_hidden), np.zeros(n_hidden)

    def forward(self, xs, h0):
        h, states = h0, []
        for x in xs.transpose(1, 0, 2):
            r = sigmoid(x @ self.Wxr + h @ self.Whr + self.br)
            z = sigmoid(x @ self.Wxz + h @ self.Whz + self.bz)
            tentative = np.tanh(x @ self.Wxt + (r * h) @ self.Wht + self.bt)
            h = (1 - z) * tentative + r * h
            states.append(h)
        return np.stack(states, axis=1)

