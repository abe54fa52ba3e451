import numpy as np


class Logistic:
    def __init__(self, dim_in, seed=None):
        rng = np.random.default_rng(seed)
        self.w = rng.uniform(-1, 1, dim_in)
        self.b = 0.0

    def forward(self, x):
        return 1 / (1 + np.exp(-(x @ self.w + self.b)))

    def loss(self, y_hat, y):
        return -np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))

    def backward(self, x, y_hat, y):
        dw = np.mean(x * (y_hat - y)[:, None], axis=0)
        db = np.mean(y_hat - y)
        return dw, db
