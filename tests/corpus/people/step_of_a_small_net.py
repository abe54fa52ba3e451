import numpy as np


class TinyNet:
    """For XOR: two inputs, one yes or no."""

    def __init__(self, n_hidden=3, lr=0.5):
        rng = np.random.default_rng(7)
        self.U, self.c = rng.normal(size=(2, n_hidden)), np.zeros(n_hidden)
        self.V, self.d = rng.normal(size=(n_hidden, 1)), np.zeros(1)
        self.lr = lr

    def answer(self, x):
        self.h = np.tanh(x @ self.U + self.c)
        return 1 / (1 + np.exp(-(self.h @ self.V + self.d)))

    def train_step(self, x, t):
        y = self.answer(x)
        loss = -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
        delta = (y - t) / len(x)
        hidden = (delta @ self.V.T) * (1 - self.h**2)
        self.V -= self.lr * self.h.T @ delta
        self.d -= self.lr * delta.sum(axis=0)
        self.U -= self.lr * x.T @ hidden
        self.c -= self.lr * hidden.sum(axis=0)
        return loss
