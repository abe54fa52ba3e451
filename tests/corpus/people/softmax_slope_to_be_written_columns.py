import numpy as np


class Softmax:
    def __call__(self, x):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        return e / np.sum(e, axis=0, keepdims=True)

    def derivative(self, x):
        pass
