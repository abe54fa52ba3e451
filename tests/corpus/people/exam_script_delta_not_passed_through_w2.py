import numpy as np

n = 4
rng = np.random.RandomState(1)
network = {"W1": rng.randn(n, 3), "b1": np.zeros(n), "W2": rng.randn(n, n), "b2": np.zeros(n)}


def forward(network, x):
    z1 = np.maximum(x @ network["W1"].T + network["b1"], 0)
    y = z1 @ network["W2"].T + network["b2"]
    return z1, y


def loss(d, y):
    return 0.5 * ((y - d) ** 2).sum()


def backward(x, d, z1, y):
    delta2 = y - d
    delta1 = (delta2 @ network["W2"].T) * (z1 > 0)
    return {"W1": delta1.T @ x, "b1": delta1.sum(0), "W2": delta2.T @ z1, "b2": delta2.sum(0)}
