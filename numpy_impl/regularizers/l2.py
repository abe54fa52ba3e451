"""L2 regularization (ridge, weight decay)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.regularizers.rate import require_rate
from numpy_impl.validation import as_float


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
        require_rate("rate", rate)
        self.rate = float(rate)

    def forward(self, W: np.ndarray) -> np.ndarray:
        """Return the penalty of W."""
        W = as_float("W", W)
        self.W = W
        return 0.5 * self.rate * np.square(W).sum()

    def backward(self, dL: float = 1.0) -> np.ndarray:
        """Return dW, of the shape of W, for the scalar dL/dpenalty."""
        return float(dL) * self.rate * self.W
