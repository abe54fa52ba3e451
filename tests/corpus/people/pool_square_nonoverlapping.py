import numpy as np


class MaxPool2x2:
    def __init__(self, size=2):
        self.s = size

    def forward(self, x):
        n, c, h, w = x.shape
        s = self.s
        self.x = x.reshape(n, c, h // s, s, w // s, s)
        self.y = self.x.max(axis=3).max(axis=4)
        return self.y

    def backward(self, dy):
        hit = self.x == self.y[:, :, :, None, :, None]
        dx = hit * dy[:, :, :, None, :, None]
        n, c, h, s, w, _ = self.x.shape
        return dx.reshape(n, c, h * s, w * s)
