import numpy as np


class Sigmoid:
    def forward(self, X):
        return 1.0 / (1.0 + np.exp(-X))

    def backward(self, X, from_above):
        p = self.forward(X)
        return from_above * p * (1.0 - p)
