"""Elastic net."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.regularizers.rate import require_rate
from numpy_impl.validation import as_float


class ElasticNet(Layer):
    """penalty = l1 sum |W| + (l2 / 2) sum W^2: the lasso and the ridge together.

    Args:
        l1: the rate of the absolute values, at least 0.
        l2: the rate of the squares, at least 0.

    Shapes:
        W, dW: any, the same; penalty and dL: scalars.

    Source:
        Zou and Hastie (2005), Regularization and variable selection via the elastic net, J. R.
        Statist. Soc. B 67, section 2.1 (there without the half).
    """

    def __init__(self, l1: float = 0.01, l2: float = 0.01) -> None:
        super().__init__()
        require_rate("l1", l1)
        require_rate("l2", l2)
        self.l1, self.l2 = float(l1), float(l2)

    def forward(self, W: np.ndarray) -> np.ndarray:
        """Return the penalty of W."""
        W = as_float("W", W)
        self.W = W
        absolute = np.abs(W).sum()
        square = np.square(W).sum()
        return self.l1 * absolute + 0.5 * self.l2 * square

    def backward(self, dL: float = 1.0) -> np.ndarray:
        """Return dW, of the shape of W, for the scalar dL/dpenalty."""
        dW = self.l1 * np.sign(self.W)
        dW = dW + self.l2 * self.W
        return float(dL) * dW
