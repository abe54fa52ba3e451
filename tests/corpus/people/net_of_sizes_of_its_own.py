import numpy as np


class Straight:
    def __init__(self, rows, cols):
        self.w = 0.2 * np.random.randn(rows, cols)
        self.b = np.zeros(cols)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dout):
        self.dw, self.db = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.w.T


class DigitNet:
    def __init__(self):
        self.first, self.second = Straight(64, 16), Straight(16, 10)

    def forward(self, x):
        self.a = np.tanh(self.first.forward(x))
        return self.second.forward(self.a)

    def backward(self, dout):
        return self.first.backward(self.second.backward(dout) * (1 - self.a**2))
