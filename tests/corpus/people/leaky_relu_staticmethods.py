import numpy as np


class LeakyReLU:
    slope = 0.01

    @staticmethod
    def forward(z):
        return np.maximum(LeakyReLU.slope * z, z)

    @staticmethod
    def backward(z):
        return np.where(z > 0, 1.0, LeakyReLU.slope)
