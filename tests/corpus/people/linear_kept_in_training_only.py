import numpy as np


class Layer:
    def __init__(self, input_shape=None):
        self.input_shape = input_shape
        self.cache = {}


class Linear(Layer):
    def __init__(self, units, input_shape=None):
        super().__init__(input_shape)
        self.units = units

    def build(self, weights=None, biases=None):
        rows = self.input_shape[0]
        self.weights = np.random.randn(rows, self.units) if weights is None else weights
        self.biases = np.zeros((1, self.units)) if biases is None else biases

    def forward(self, X, training=False):
        if training:
            self.cache["X"] = X
        return X @ self.weights + self.biases

    def backward(self, dJ_dZ, training=False):
        dJ_dW = self.cache["X"].T @ dJ_dZ
        dJ_db = np.sum(dJ_dZ, axis=0, keepdims=True)
        return dJ_dZ @ self.weights.T, dJ_dW, dJ_db
