import math
import numpy as np


class Linear:
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        k = 1.0 / math.sqrt(in_features)
        self.weight = np.random.uniform(-k, k, (out_features, in_features))
        self.bias = np.random.uniform(-k, k, out_features) if bias else None
        self.weight_grad = None
        self.bias_grad = None

    def forward(self, input: np.ndarray) -> np.ndarray:
        self.input = input
        out = input @ self.weight.T
        return out if self.bias is None else out + self.bias

    def backward(self, grad_output: np.ndarray) -> np.ndarray:
        self.weight_grad = grad_output.T @ self.input
        if self.bias is not None:
            self.bias_grad = grad_output.sum(0)
        return grad_output @ self.weight
