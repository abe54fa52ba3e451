import numpy as np


class GlobalAveragePooling:
    def forward(self, x):
        self.shape = x.shape
        return x.mean(axis=(2, 3))

    def backward(self, dy):
        # every pixel took part
        return np.broadcast_to(dy[:, :, None, None], self.shape).copy()
