import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        self.out = x @ self.W + self.b
        return self.out

    def backward(self, grad, lr):
        before = grad @ self.W.T
        self.W -= lr * (self.x.T @ grad)
        self.b -= lr * grad.sum(axis=0, keepdims=True)
        return before


class Generator:
    def __init__(self, noise_dim, hidden_dim, output_dim):
        self.first = Linear(noise_dim, hidden_dim)
        self.second = Linear(hidden_dim, output_dim)

    def forward(self, z):
        h = np.tanh(self.first.forward(z))
        return 1 / (1 + np.exp(-self.second.forward(h)))

    def backward(self, grad, lr):
        y = 1 / (1 + np.exp(-self.second.out))
        grad = self.second.backward(grad * y * (1 - y), lr)
        return self.first.backward(grad * (1 - np.tanh(self.first.out) ** 2), lr)
