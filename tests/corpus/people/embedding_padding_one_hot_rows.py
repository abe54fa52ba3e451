import numpy as np


class Embedding:
    def __init__(self, num_embeddings, embedding_dim, padding_idx=None):
        self.W = np.random.randn(num_embeddings, embedding_dim)
        self.pad = padding_idx
    def __call__(self, idx):
        self.hot = np.eye(len(self.W))[idx]
        return self.hot @ self.W
    def backward(self, dy):
        n, d = self.W.shape
        self.dW = self.hot.reshape(-1, n).T @ dy.reshape(-1, d)
        if self.pad is not None:
            self.dW[self.pad] = 0
