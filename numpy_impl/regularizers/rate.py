"""Regularizers: penalties on the weights, added to the loss, with the gradient that they add.

A penalty is a scalar, so ``backward`` takes the scalar dL/dpenalty, which is 1 in a plain sum
L = loss + penalty. They are layers: called like one, and without parameters of their own.
"""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float


def _require_rate(name: str, value: float) -> None:
    if value < 0:
        raise ValueError(f"{name} is {value}, but a regularization rate must not be negative.")


class L1(Layer):
    """penalty = rate sum |W|: drives small weights to exactly 0 (lasso).

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
        _require_rate("rate", rate)
        self.rate = rate

    def forward(self, W: np.ndarray) -> np.ndarray:
        """Return the penalty of W."""
        W = as_float("W", W)
        self.W = W
        return self.rate * np.abs(W).sum()

    def backward(self, dL: float = 1.0) -> np.ndarray:
        """Return dW, of the shape of W, for the scalar dL/dpenalty."""
        sign = np.sign(self.W)
        return float(dL) * self.rate * sign


class L2(Layer):
    """penalty = (rate / 2) sum W^2: shrinks every weight in proportion to itself (ridge).

    The half makes the gradient rate W, which is what ``weight_decay=rate`` adds in plain
    gradient descent. Keras' L2 leaves the half out.

    Args:
        rate: lambda, at least 0.

    Shapes:
        W, dW: any, the same; penalty and dL: scalars.

    Source:
        Hoerl and Kennard (1970), Ridge regression, Technometrics 12; in neural networks Krogh
        and Hertz (1992), A simple weight decay can improve generalization, eq. 1 and 2.
    """

    def __init__(self, rate: float = 0.01) -> None:
        super().__init__()
        _require_rate("rate", rate)
        self.rate = rate

    def forward(self, W: np.ndarray) -> np.ndarray:
        """Return the penalty of W."""
        W = as_float("W", W)
        self.W = W
        return 0.5 * self.rate * np.square(W).sum()

    def backward(self, dL: float = 1.0) -> np.ndarray:
        """Return dW, of the shape of W, for the scalar dL/dpenalty."""
        return float(dL) * self.rate * self.W


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
        _require_rate("l1", l1)
        _require_rate("l2", l2)
        self.l1, self.l2 = l1, l2

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
