import numpy as np


class Regression:
    def __init__(self, learning_rate=0.01, n_iterations=1000):
        self.learning_rate = learning_rate
        self.n_iterations = n_iterations

    def fit(self, X, y):
        n, d = X.shape
        self.w = np.zeros(d)
        for _ in range(self.n_iterations):
            error = X @ self.w - y
            self.w -= self.learning_rate * (X.T @ error) / n

    def predict(self, X):
        return X @ self.w
