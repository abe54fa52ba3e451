import numpy as np


class Tanh:
    """On a table of numbers, a row for each example."""

    def forward(self, table):
        rows, cols = table.shape
        self.y = np.empty((rows, cols))
        for i in range(rows):
            self.y[i] = 2 / (1 + np.exp(-2 * np.clip(table[i], -300, 300))) - 1
        return self.y

    def backward(self, dout):
        return dout * (1 - self.y * self.y)
