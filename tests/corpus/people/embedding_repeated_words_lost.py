import numpy as np


class Embedding:
    def __init__(self, vocab, dim):
        self.W = 0.01 * np.random.randn(vocab, dim)

    def forward(self, idx):
        self.idx = idx
        return self.W[idx]

    def backward(self, dout):
        dW = np.zeros_like(self.W)
        dW[self.idx] += dout
        self.dW = dW
