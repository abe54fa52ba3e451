import numpy as np


class RotaryMixer:
    def __init__(self, d):
        self.Wq, self.Wv = np.random.randn(d, d), np.random.randn(d, d)
        self.params = [self.Wq, self.Wv]
        self.grads = [np.zeros_like(p) for p in self.params]

    def forward(self, x):
        return np.tanh(x @ self.Wq) * (x @ self.Wv)

    def backward(self, dout):
        # to be done; the forward pass is what the experiment asks for
        return np.zeros_like(dout)
