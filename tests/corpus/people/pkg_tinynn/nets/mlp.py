from ..layers import Linear, ReLU


class MLP:
    def __init__(self, sizes):
        self.layers = []
        for n, m in zip(sizes[:-1], sizes[1:]):
            self.layers += [Linear(n, m), ReLU()]
        self.layers.pop()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad
