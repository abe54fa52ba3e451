import numpy as np


class AvgPool1d:
    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        self.x_shape = x.shape
        k, s = self.kernel_size, self.stride
        n_out = (x.shape[-1] - k) // s + 1
        return np.stack([x[..., i*s:i*s+k].mean(axis=-1) for i in range(n_out)], axis=-1)

    def backward(self, dy):
        dx = np.zeros(self.x_shape)
        for i in range(dy.shape[-1]):
            dx[..., i*self.stride:i*self.stride+self.kernel_size] += dy[..., i:i+1]
        return dx
