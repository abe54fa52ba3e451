import numpy as np


class DotProductAttention:
    def forward(self, Q, K, V):
        self.Q, self.K, self.V = Q, K, V
        self.root = np.sqrt(Q.shape[-1])
        scores = Q @ np.swapaxes(K, -1, -2) / self.root
        e = np.exp(scores - scores.max(axis=-1, keepdims=True))
        self.A = e / e.sum(axis=-1, keepdims=True)
        return self.A @ V

    def backward(self, dy):
        dV = np.swapaxes(self.A, -1, -2) @ dy
        dA = dy @ np.swapaxes(self.V, -1, -2)
        dS = self.A * (dA - (dA * self.A).sum(axis=-1, keepdims=True))
        dS = dS / self.root
        dQ = dS @ self.K
        dK = dS @ self.Q
        return dQ, dK, dV
