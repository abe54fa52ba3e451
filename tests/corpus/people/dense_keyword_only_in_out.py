import numpy as np


class FullyConnectedLayer:
    def __init__(self, *, out_dim, in_dim, init_range=0.1):
        self.weight = np.random.uniform(-init_range, init_range, (in_dim, out_dim))
        self.bias = np.zeros((1, out_dim))
        self.delta_weight = np.zeros_like(self.weight)
        self.delta_bias = np.zeros_like(self.bias)

    def forward(self, data):
        self.data = data
        return np.matmul(data, self.weight) + self.bias

    def backward(self, gradient):
        np.matmul(self.data.T, gradient, out=self.delta_weight)
        self.delta_bias[0] = gradient.sum(axis=0)
        return np.matmul(gradient, self.weight.T)
