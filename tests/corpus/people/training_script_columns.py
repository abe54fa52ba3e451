import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def train(X, y, hidden=4, lr=0.5, epochs=50, seed=0):
    rng = np.random.RandomState(seed)
    W1 = rng.randn(X.shape[1], hidden)
    b1 = np.zeros((1, hidden))
    W2 = rng.randn(hidden, 1)
    b2 = np.zeros((1, 1))
    y = y.reshape(-1, 1)
    n = len(X)
    costs = []
    for epoch in range(epochs):
        # forward
        a1 = np.tanh(X @ W1 + b1)
        a2 = sigmoid(a1 @ W2 + b2)
        costs.append(-np.mean(y * np.log(a2) + (1 - y) * np.log(1 - a2)))
        # backward
        dz2 = (a2 - y) / n
        dW2, db2 = a1.T @ dz2, dz2.sum(0, keepdims=True)
        dz1 = dz2 @ W2.T * (1 - a1 ** 2)
        dW1, db1 = X.T @ dz1, dz1.sum(0, keepdims=True)
        for p, g in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
            p -= lr * g
    return (W1, b1, W2, b2), costs
