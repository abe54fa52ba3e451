import numpy as np


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = np.array(data, dtype=float)
        self.requires_grad = requires_grad
        self.grad = None
        self.parents = ()

    def clone(self):
        return Tensor(self.data.copy())

    def zeros_like(self):
        return Tensor(np.zeros_like(self.data))

    def scaled(self, factor):
        return Tensor(factor * self.data)

    def __add__(self, other):
        out = Tensor(self.data + other.data, self.requires_grad or other.requires_grad)
        out.parents = (self, other)
        return out

    def backward(self, grad=None):
        grad = Tensor(np.ones_like(self.data)) if grad is None else grad
        if self.parents:
            for parent in self.parents:
                parent.backward(grad)
        elif self.requires_grad:
            self.grad = grad if self.grad is None else self.grad + grad


class Momentum:
    def __init__(self, params, lr=0.01, momentum=0.9):
        self.params = list(params)
        self.lr, self.momentum = lr, momentum
        self.buffers = {}

    def step(self):
        for p in self.params:
            g = p.grad.clone()
            v = self.buffers.get(id(p), p.zeros_like())
            v = v.scaled(self.momentum) + g.scaled(-self.lr * self.momentum)
            self.buffers[id(p)] = v
            p.data = p.data + v.data
