import numpy as np


class EmbeddingLayer:
    def __init__(self, vocab_size, embed_dim, rng=None):
        rng = rng or np.random.default_rng(0)
        self.weight = rng.normal(0, 0.02, (vocab_size, embed_dim))
        self.grad_weight = None
    def forward(self, tokens):
        self.tokens = np.asarray(tokens)
        return self.weight[self.tokens]
    def backward(self, grad_output):
        flat = self.tokens.reshape(-1)
        self.grad_weight = np.zeros_like(self.weight)
        for k in range(len(flat)):
            self.grad_weight[flat[k]] += grad_output.reshape(-1, self.weight.shape[1])[k]
