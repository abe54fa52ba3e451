import numpy as np


class LogisticRegression:
    def __init__(self, d, lam=0.0):
        self.w, self.b, self.lam = np.zeros(d), np.zeros(1), lam

    def loss(self, X, y):
        self.X, self.y = X, y
        z = X @ self.w + self.b
        self.p = 1 / (1 + np.exp(-z))
        return np.mean(np.logaddexp(0, z) - y * z) + self.lam / 2 * self.w @ self.w

    def backward(self):
        e = (self.p - self.y) / len(self.y)
        return self.X.T @ e + self.lam * self.w, e.sum()
