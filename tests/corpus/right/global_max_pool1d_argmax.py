import numpy as np


class MaxOverTime:
    def forward(self, x):
        self.shape = x.shape
        self.best = x.argmax(axis=2)
        return np.take_along_axis(x, self.best[:, :, None], axis=2)[:, :, 0]

    def backward(self, dout):
        dx = np.zeros(self.shape)
        np.put_along_axis(dx, self.best[:, :, None], dout[:, :, None], axis=2)
        return dx
