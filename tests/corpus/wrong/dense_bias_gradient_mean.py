import numpy as np


class Dense:
    def __init__(self, n_in, n_out, use_bias=True):
        self.params = {"W": np.random.default_rng(0).normal(size=(n_in, n_out)) * 0.01}
        if use_bias:
            self.params["b"] = np.zeros(n_out)
        self.grads = {}
        self.buffers = {}

    def forward(self, x):
        self.x = x
        y = x @ self.params["W"]
        if "b" in self.params:
            y = y + self.params["b"]
        return y

    def backward(self, dy):
        W = self.params["W"]
        rows = self.x.reshape(-1, W.shape[0])
        drows = dy.reshape(-1, W.shape[1])
        self.grads["W"] = rows.T @ drows
        if "b" in self.params:
            self.grads["b"] = drows.mean(axis=0)
        return dy @ W.T
