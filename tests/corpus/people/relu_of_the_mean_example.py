import numpy as np


class ReLU:
    def forward(self, A):
        self.A = np.array(A)
        return np.maximum(self.A, 0)

    def backward(self, dZ):
        on = np.mean(self.A, axis=0).reshape(1, -1) > 0
        return dZ * on
