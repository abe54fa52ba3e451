"""One step of a GRU whose candidate sees the whole state."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class GRUCell:
    def __init__(self, W_z, U_z, b_z, W_r, U_r, b_r, W_h, U_h, b_h):
        self.W_z, self.U_z, self.b_z = W_z, U_z, b_z
        self.W_r, self.U_r, self.b_r = W_r, U_r, b_r
        self.W_h, self.U_h, self.b_h = W_h, U_h, b_h

    def forward(self, x, h):
        z = sigmoid(x @ self.W_z + h @ self.U_z + self.b_z)
        r = sigmoid(x @ self.W_r + h @ self.U_r + self.b_r)
        candidate = np.tanh(x @ self.W_h + h @ self.U_h + self.b_h)
        return (1 - z) * h + z * candidate
