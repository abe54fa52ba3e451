import numpy as np


class Tensor:
    def __init__(self, data, _back=None, _prev=()):
        self.data = np.array(data, dtype=np.float64)
        self.grad = np.zeros(self.data.shape)
        self._back, self._prev = _back, _prev

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, _prev=(self, other))

        def back(g):
            self.grad += g @ other.data.T
            other.grad += (g.T @ self.data).reshape(other.data.shape)
        out._back = back
        return out

    def relu(self):
        out = Tensor(self.data * (self.data > 0), _prev=(self,))

        def back(g):
            self.grad += g * (self.data > 0)
        out._back = back
        return out

    def sum(self):
        out = Tensor(self.data.sum(), _prev=(self,))

        def back(g):
            self.grad += g * np.ones_like(self.data)
        out._back = back
        return out

    def backward(self):
        self.grad = np.ones_like(self.data)
        todo = [self]
        while todo:                 # a chain: each tensor is used once
            t = todo.pop(0)
            if t._back:
                t._back(t.grad)
                todo.extend(t._prev)
