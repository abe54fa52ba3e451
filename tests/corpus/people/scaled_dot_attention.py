import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


class Attention:
    def forward(self, Q, K, V):
        self.Q, self.K, self.V = Q, K, V
        self.scale = 1 / np.sqrt(Q.shape[-1])
        self.A = softmax(Q @ K.swapaxes(-1, -2) * self.scale)
        return self.A @ V

    def backward(self, dO):
        dV = self.A.swapaxes(-1, -2) @ dO
        dA = dO @ self.V.swapaxes(-1, -2)
        dS = self.A * (dA - np.sum(dA * self.A, axis=-1, keepdims=True))
        dQ = dS @ self.K * self.scale
        dK = dS.swapaxes(-1, -2) @ self.Q * self.scale
        return dQ, dK, dV
