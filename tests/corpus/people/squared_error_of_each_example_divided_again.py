import numpy as np


class Loss:
    """What all losses of a model share; the model tells which layers are penalized."""

    def remember(self, layers):
        self.penalized = layers

    def calculate(self, y, t):
        penalty = sum(layer.strength * np.sum(layer.W**2) for layer in self.penalized)
        return np.mean(self.forward(y, t)), penalty


class MSE(Loss):
    def forward(self, y, t):
        return np.sum((y - t) ** 2, axis=1)

    def backward(self, y, t):
        self.dinputs = 2 * (y - t) / len(y) ** 2
