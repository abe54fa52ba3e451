import numpy as np


class Walker:
    """Goes down the slope, as far each time, whatever its steepness."""

    def __init__(self, n_inputs, lr=0.1):
        self.w = np.random.randn(n_inputs) * 0.3
        self.lr = lr

    def predict(self, x):
        return x @ self.w

    def train_step(self, x, t):
        error = self.predict(x) - t
        loss = 0.5 * np.mean(error**2)
        slope = x.T @ error / len(x)
        self.w -= self.lr * slope / np.sqrt((slope**2).sum())
        return loss
