import numpy as np


class Box:
    def __init__(self, data):
        self.data = data
        self.grad = None


class Op:
    def __call__(self, box):
        self.box = box
        return Box(self.forward(box.data))

    def forward(self, a):
        raise NotImplementedError

    def backward(self, g):
        raise NotImplementedError


class Square(Op):
    def forward(self, a):
        return a * a

    def backward(self, g):
        return g * 2.0 * self.box.data


square = Square()
start = Box(np.array(3.0))
end = square(start)
start.grad = square.backward(np.array(1.0))
