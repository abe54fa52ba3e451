import numpy as np


class GlobalMaxPool3D:
    def forward(self, x):
        self.shape = x.shape
        flat = x.reshape(x.shape[0], x.shape[1], -1)
        top = flat.max(axis=2)
        hit = flat == top[..., None]
        self.weight = hit / hit.sum(axis=2, keepdims=True)
        return top

    def backward(self, dy):
        return (self.weight * dy[..., None]).reshape(self.shape)
