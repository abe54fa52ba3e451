from dataclasses import dataclass, field

import numpy as np


@dataclass
class Dense:
    units_in: int
    units_out: int
    w: np.ndarray = field(init=False)
    b: np.ndarray = field(init=False)

    def __post_init__(self):
        self.w = np.random.randn(self.units_in, self.units_out) * 0.05
        self.b = np.zeros(self.units_out)

    def __call__(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, upstream):
        self.w_grad, self.b_grad = self.x.T @ upstream, upstream.sum(axis=0)
        return upstream @ self.w.T
