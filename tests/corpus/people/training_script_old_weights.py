import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train(X, y, hidden=4, lr=0.5, epochs=50, seed=0):
    rng = np.random.RandomState(seed)
    W1, b1 = rng.randn(X.shape[1], hidden), np.zeros(hidden)
    W2, b2 = rng.randn(hidden, 1), np.zeros(1)
    y = y.reshape(-1, 1)
    for _ in range(epochs):
        a1 = sigmoid(X @ W1 + b1)
        a2 = sigmoid(a1 @ W2 + b2)
        dz2 = (a2 - y) / len(X)
        W2 -= lr * a1.T @ dz2
        b2 -= lr * dz2.sum(0)
        dz1 = dz2 @ W2.T * a1 * (1 - a1)
        W1 -= lr * X.T @ dz1
        b1 -= lr * dz1.sum(0)
    return W1, b1, W2, b2
