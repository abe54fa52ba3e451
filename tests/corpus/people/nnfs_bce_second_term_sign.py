import numpy as np


class LossBCE:
    def forward(self, y_pred, y_true):
        c = np.clip(y_pred, 1e-7, 1 - 1e-7)
        return -np.mean(y_true * np.log(c) + (1 - y_true) * np.log(1 - c))

    def backward(self, dvalues, y_true):
        c = np.clip(dvalues, 1e-7, 1 - 1e-7)
        self.dinputs = -(y_true / c + (1 - y_true) / (1 - c)) / dvalues.size
        return self.dinputs
