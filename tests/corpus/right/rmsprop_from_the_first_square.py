import numpy as np


class RMSProp:
    """The mean of squares is set up with what comes first."""

    def __init__(self, lr=0.01, decay=0.99):
        self.lr = lr
        self.decay = decay
        self.mean_square = None

    def update(self, params, grads):
        if self.mean_square is None:
            self.mean_square = {name: g * g for name, g in grads.items()}
        for name, g in grads.items():
            average = self.mean_square[name]
            average *= self.decay
            average += (1 - self.decay) * g * g
            params[name] -= self.lr * g / (np.sqrt(average) + 1e-7)
