import numpy as np


class LayerNormalization:
    def __init__(self, normalized_shape, epsilon=1e-3, data_type=np.float32):
        self.gamma = np.ones(normalized_shape).astype(data_type)
        self.beta = np.zeros(normalized_shape).astype(data_type)
        self.epsilon = epsilon

    def forward(self, x):
        turned = x.T
        self.away = turned - turned.mean(axis=0)
        self.inverse = 1 / np.sqrt(turned.var(axis=0) + self.epsilon)
        self.normal = (self.away * self.inverse).T
        return self.gamma * self.normal + self.beta

    def backward(self, error):
        e, n = (error * self.gamma).T, self.gamma.size
        inner = n * e - e.sum(axis=0)
        inner = inner - self.away * self.inverse**2 * (e * self.away).sum(axis=0)
        self.grad_gamma = (error * self.normal).sum(axis=0)
        self.grad_beta = error.sum(axis=0)
        return (self.inverse * inner / n).T
