import numpy as np


class Variable:
    def __init__(self, data):
        self.data, self.grad, self.maker = data, None, None

    def backward(self):
        if self.grad is None:
            self.grad = np.ones_like(self.data)
        waiting = [self]
        while waiting:
            result = waiting.pop()
            if result.maker is None:
                continue
            for given, slope in zip(result.maker.given, result.maker.backward(result.grad)):
                given.grad = slope if given.grad is None else given.grad + slope
                waiting.append(given)


class Parameter(Variable):
    pass


class Step:
    def __call__(self, *given):
        self.given = given
        result = Variable(self.forward(*(v.data for v in given)))
        result.maker = self
        return result


class Affine(Step):
    def forward(self, x, W, b):
        return x @ W + b

    def backward(self, g):
        x, W, b = (v.data for v in self.given)
        return g @ W.T, x.T @ g, g.sum(axis=0)


class Tanh(Step):
    def forward(self, x):
        return np.tanh(x)

    def backward(self, g):
        return (g * (1 - self.given[0].data ** 2),)


class Layer:
    def __init__(self, size):
        self.size, self.W = size, None
        self.b = Parameter(np.zeros(size))

    def __call__(self, x):
        if self.W is None:
            rows = x.data.shape[1]
            self.W = Parameter(np.random.randn(rows, self.size) / np.sqrt(rows))
        return Affine()(x, self.W, self.b)


class TwoLayerNet:
    def __init__(self, hidden_size, out_size):
        self.first, self.second = Layer(hidden_size), Layer(out_size)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        return self.second(Tanh()(self.first(x)))
