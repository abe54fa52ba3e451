import numpy as np


class Tensor:
    def __init__(self, data, parents=(), grad_fn=None):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents, self.grad_fn = parents, grad_fn

    def add(self, other):
        def grad_fn(g):
            def fit(g, shape):      # undo broadcasting
                while g.ndim > len(shape):
                    g = g.sum(axis=0)
                for i, n in enumerate(shape):
                    if n == 1:
                        g = g.sum(axis=i, keepdims=True)
                return g
            return fit(g, self.data.shape), fit(g, other.data.shape)
        return Tensor(self.data + other.data, (self, other), grad_fn)

    def matmul(self, other):
        return Tensor(self.data @ other.data, (self, other),
                      lambda g: (g @ other.data.T, self.data.T @ g))

    def relu(self):
        return Tensor(np.maximum(self.data, 0), (self,), lambda g: (g * (self.data > 0),))

    def mean(self):
        return Tensor(self.data.mean(), (self,), lambda g: (np.ones_like(self.data) * g / self.data.size,))

    def backward(self):
        order = []

        def walk(t):
            if t in order:
                return
            for p in t.parents:
                walk(p)
            order.append(t)
        walk(self)
        self.grad = np.ones_like(self.data)
        for t in reversed(order):
            if t.grad_fn:
                for p, g in zip(t.parents, t.grad_fn(t.grad)):
                    p.grad = p.grad + g
