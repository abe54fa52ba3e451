import numpy as np


class CrossEntropy:
    def __init__(self):
        self.params = {}
        self.grads = {}
        self.buffers = {}

    def forward(self, y, t):
        C = y.shape[-1]
        if t.shape != y.shape:
            t = np.eye(C)[t]
        self.n = y.size // C
        self.y = np.clip(y, 1e-7, 1 - 1e-7)
        self.t = t
        return -np.sum(t * np.log(self.y)) / self.n

    def backward(self, dL=1.0):
        return dL * self.t / self.y / self.n
