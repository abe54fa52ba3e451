import numpy as np


class Dropout:
    def __init__(self, keep_prob=0.5):
        self.keep_prob = keep_prob
        self.is_training = True

    def forward(self, inputs):
        if not self.is_training:
            return inputs
        self.multiplier = np.random.binomial(1, self.keep_prob, inputs.shape) / self.keep_prob
        return inputs * self.multiplier

    def backward(self, grad):
        assert self.is_training is True
        return grad * self.multiplier
