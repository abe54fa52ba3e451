import numpy as np


class CategoricalCrossEntropy:
    """The caller adds it up."""

    def loss(self, y, t):
        return -t * np.log2(y)

    def derivative(self, y, t):
        return -t / y
