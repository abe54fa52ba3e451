import numpy as np


class GELU:
    def forward(self, x):
        self.x = x
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def backward(self, grad):
        x = self.x
        inner = 0.797885 * x + 0.0356774 * x**3
        steep = 0.398942 * x + 0.0535161 * x**3
        return grad * (0.5 + 0.5 * np.tanh(inner) + steep / np.cosh(inner) ** 2)
