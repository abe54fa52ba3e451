import numpy as np


class ELU:
    def __init__(self, alpha: float = 1.0):
        self.alpha = alpha

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return np.where(x > 0, x, self.alpha * (np.exp(x) - 1))

    def derivative(self, x: np.ndarray) -> np.ndarray:
        # e^x alpha = f(x) + alpha
        return np.where(x > 0, 1.0, self(x))
