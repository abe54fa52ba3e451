import numpy as np


class FC:
    def __init__(self, i, o):
        self.W, self.b = np.random.randn(i, o) * np.sqrt(1 / i), np.zeros(o)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.dW, self.db = self.x.T @ g, g.sum(0)
        return g @ self.W.T


class Act:
    def forward(self, x):
        self.y = np.arctan(x)
        self.slope = 1 / (1 + x * x)
        return self.y

    def backward(self, g):
        return g * self.slope


class Sequential:
    def __init__(self, *layers):
        self.layers = layers

    def loss(self, x, t):
        for l in self.layers:
            x = l.forward(x)
        self.err = x - t
        return np.mean(self.err ** 2)

    def backward(self):
        g = 2 * self.err / self.err.size
        for l in self.layers[::-1]:
            g = l.backward(g)
        return g
