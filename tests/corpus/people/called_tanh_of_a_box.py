import numpy as np


class Box:
    def __init__(self, value):
        self.value = value
        self.grad = None


class Op:
    def __call__(self, box):
        result = self.forward(box.value)
        self.before, self.after = box, Box(result)
        return self.after


class Tanh(Op):
    def forward(self, a):
        return np.tanh(a)

    def backward(self, g):
        t = self.after.value
        return g * (1 - t ** 2)
