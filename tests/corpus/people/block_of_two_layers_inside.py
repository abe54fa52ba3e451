import numpy as np


class Scale:
    def __init__(self, d):
        self.g = np.random.randn(d)

    def forward(self, x):
        self.x = x
        return x * self.g

    def backward(self, dout):
        self.dg = (dout * self.x).sum(axis=0)
        return dout * self.g


class Gate:
    def __init__(self, d):
        self.W = np.random.randn(d, d)

    def forward(self, x):
        self.x = x
        self.y = np.tanh(x @ self.W)
        return self.y

    def backward(self, dout):
        dz = dout * (1 - self.y ** 2)
        self.dW = self.x.T @ dz
        return dz @ self.W.T


class GatedBlock:
    def __init__(self, d_model):
        self.scale, self.gate = Scale(d_model), Gate(d_model)

    def forward(self, x):
        return x + self.gate.forward(self.scale.forward(x))

    def backward(self, dout):
        return dout + self.scale.backward(self.gate.backward(dout))
