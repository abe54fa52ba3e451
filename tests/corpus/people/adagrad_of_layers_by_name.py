import numpy as np


class AdaGrad:
    """Goes through the layers of a network, which stand in a dictionary."""

    def __init__(self, lr=0.01, eps=1e-7):
        self.lr, self.eps = lr, eps
        self.squares = {}

    def update(self, layers):
        for name, layer in layers.items():
            weights = layer.get_weights()
            slopes = layer.get_gradients()
            moved = {}
            for key in weights:
                place = (name, key)
                if place not in self.squares:
                    self.squares[place] = np.zeros_like(weights[key])
                self.squares[place] = self.squares[place] + slopes[key] ** 2
                rate = self.lr / (np.sqrt(self.squares[place]) + self.eps)
                moved[key] = weights[key] - rate * slopes[key]
            layer.set_weights(moved)
