"""L1 regularization (lasso)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.regularizers.rate import require_rate
from numpy_impl.validation import as_float


class L1(Layer):
    """penalty = rate sum |W|: pulls each weight to 0 with the same force (lasso).

    At the kink W = 0 the derivative is taken to be 0, as PyTorch and TensorFlow do, so a weight
    that has arrived at 0 is left there.

    Args:
        rate: lambda, at least 0.

    Shapes:
        W, dW: any, the same; penalty and dL: scalars.

    Source:
        Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Statist. Soc. B
        58.
    """

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__()
        require_rate("rate", rate)
        self.rate = float(rate)

    def forward(self, W: np.ndarray) -> np.ndarray:
        """Return the penalty of W."""
        W = as_float("W", W)
        self.W = W
        return self.rate * np.abs(W).sum()

    def backward(self, dL: float = 1.0) -> np.ndarray:
        """Return dW, of the shape of W, for the scalar dL/dpenalty."""
        sign = np.sign(self.W)
        return float(dL) * self.rate * sign
