import numpy as np


class Linear_np:
    def __init__(self, n_in, n_out):
        self.params = {"W": np.random.randn(n_in, n_out), "b": np.zeros(n_out)}
        self.grads = {"dW": None, "db": None}

    def forward(self, x):
        self.x = x
        return np.matmul(x, self.params["W"]) + self.params["b"]

    def backward(self, dout):
        if dout.ndim == 2:
            self.grads["dW"] = self.x.T @ dout
            self.grads["db"] = dout.sum(axis=0)
        else:  # three axes
            self.grads["dW"] = np.tensordot(self.x, dout, axes=([0, 1], [0, 1]))
            self.grads["db"] = dout.mean(axis=(0, 1))
        return dout @ self.params["W"].T
