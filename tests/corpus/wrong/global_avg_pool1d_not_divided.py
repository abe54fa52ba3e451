import numpy as np


class GlobalAveragePooling1D:
    def forward(self, x):
        self.n_steps = x.shape[2]
        return np.mean(x, axis=2)

    def backward(self, grad):
        return np.repeat(grad[:, :, np.newaxis], self.n_steps, axis=2)
