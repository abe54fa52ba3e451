"""One step of an LSTM whose forget gate has lost its bias."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class LSTMCell:
    def __init__(self, input_size, hidden_size):
        both = input_size + hidden_size
        self.Wf, self.Wi = (0.1 * np.random.randn(hidden_size, both) for _ in range(2))
        self.Wc, self.Wo = (0.1 * np.random.randn(hidden_size, both) for _ in range(2))
        self.bf, self.bi, self.bc, self.bo = (np.zeros((hidden_size, 1)) for _ in range(4))

    def forward(self, x, h_prev, c_prev):
        """x is (input_size, m), h_prev and c_prev (hidden_size, m)."""
        z = np.vstack((h_prev, x))
        forget = sigmoid(self.Wf @ z)
        update = sigmoid(self.Wi @ z + self.bi)
        c = forget * c_prev + update * np.tanh(self.Wc @ z + self.bc)
        h = sigmoid(self.Wo @ z + self.bo) * np.tanh(c)
        return h, c
