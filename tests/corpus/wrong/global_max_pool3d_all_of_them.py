import numpy as np


class GlobalMaxPool3D:
    def forward(self, x):
        self.shape = x.shape
        flat = x.reshape(x.shape[0], x.shape[1], -1)
        top = flat.max(axis=2)
        self.weight = flat >= top.min(axis=1)[:, None, None]
        return top

    def backward(self, dy):
        return (self.weight * dy[..., None]).reshape(self.shape)
