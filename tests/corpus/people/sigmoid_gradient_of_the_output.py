import numpy as np


class Sigmoid:
    def __call__(self, x):
        return 1.0 / (1.0 + np.exp(-x))

    def gradient(self, x):
        return x * (1 - x)


class Net:
    """one neuron; shows how gradient() is called: with the sum, not with the activation"""

    def __init__(self, n):
        self.w, self.f = np.zeros(n), Sigmoid()

    def step(self, x, t, lr=0.1):
        z = x @ self.w
        delta = (self.f(z) - t) * self.f.gradient(z)
        self.w -= lr * x.T @ delta
