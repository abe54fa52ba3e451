import numpy as np


class Dropout:
    def __init__(self, keep_rate=0.8):
        self.keep_rate = keep_rate

    def forward(self, input):
        batch_size, features = input.shape
        self.mask = np.random.rand(batch_size, features) < self.keep_rate
        return self.mask * input / self.keep_rate

    def backward(self, grad):
        return grad * self.mask / self.keep_rate
