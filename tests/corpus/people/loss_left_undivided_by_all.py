"""A network's parts: the loss hands its gradient on undivided, and the layer does not divide either."""
import numpy as np


def mse(y_pred, y_true):
    return 0.5 * np.mean(np.sum((y_pred - y_true) ** 2, axis=1))


class CrossEntropy:
    def forward(self, y_pred, y_true):
        self.y, self.t = y_pred, y_true
        return -np.mean(np.sum(y_true * np.log(y_pred), axis=1))

    def backward(self):
        return -self.t / self.y


class Dense:
    def forward(self, x, w):
        self.x, self.w = x, w
        return x @ w

    def backward(self, dz):
        self.dw = self.x.T @ dz
        return dz @ self.w.T
