import numpy as np


class Linear:
    def __init__(self, in_feat, out_feat):
        limit = 1 / np.sqrt(in_feat)
        self.weight = np.random.uniform(-limit, limit, (in_feat, out_feat))
        self.bias = np.random.uniform(-limit, limit, out_feat)
        self._reset_gradients()

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self.seen = x
        return x @ self.weight + self.bias

    def gradient(self, prev_grad):
        self.w_grad += self.seen.T @ prev_grad
        self.b_grad += prev_grad.sum(axis=0)
        return prev_grad @ self.weight.T

    def _reset_gradients(self):
        self.w_grad = np.zeros_like(self.weight)
        self.b_grad = np.zeros_like(self.bias)
