import numpy as np


class Linear:
    """Maps every word of a batch of sentences: (batch, words, in) to (batch, words, out)."""

    def __init__(self, n_in, n_out):
        self.w = np.random.uniform(-1, 1, (n_in, n_out)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, error):
        per_sentence = np.matmul(self.x.transpose(0, 2, 1), error)
        self.dw = per_sentence.mean(axis=0)
        self.db = error.sum(axis=(0, 1))
        return error @ self.w.T
