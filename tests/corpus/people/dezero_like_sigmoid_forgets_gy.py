import numpy as np


class Function:
    def __call__(self, x):
        self.input = x
        self.output = self.forward(x)
        return self.output


class Sigmoid(Function):
    def forward(self, x):
        return np.tanh(x * 0.5) * 0.5 + 0.5

    def backward(self, gy):
        y = self.output
        return gy + y * (1 - y)
