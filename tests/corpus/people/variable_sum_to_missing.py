import numpy as np


class Function:
    def __call__(self, *xs):
        self.xs = xs
        return self.forward(*xs)


class Add(Function):
    """x + b, b may be a row that is broadcast"""

    def forward(self, x, b):
        self.x_shape, self.b_shape = np.shape(x), np.shape(b)
        return x + b

    def backward(self, gy):
        return gy, gy
