import numpy as np


class NegativeLogLikelihood:
    """For one example at a time."""

    def forward(self, prob, onehot):
        return -np.log(prob[:, onehot.argmax()] + 1e-12)

    def backward(self, prob, onehot):
        return onehot / (prob + 1e-12)
