"""The hard sigmoid."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class HardSigmoid(Layer):
    """y = alpha x + beta, kept between 0 and 1, element by element: a sigmoid of three lines.

    It needs no exponential, and the numbers of a small device reach it. At both kinks the
    derivative is taken to be 0, as PyTorch and Keras do.

    Args:
        alpha: the slope between the kinks. It is 1/6 in PyTorch and in Keras 3, which spreads the
            line from -3 to 3; it was 0.2 in Keras 2.
        beta: y at x = 0.

    Shapes:
        x, y, dy, dx: any, all the same.

    Source:
        Courbariaux, Bengio and David (2015), BinaryConnect, eq. 3; Howard et al. (2019), Searching
        for MobileNetV3, section 5.2 (the slope 1/6).
    """

    def __init__(self, alpha: float = 1 / 6, beta: float = 0.5) -> None:
        super().__init__()
        self.alpha, self.beta = float(alpha), float(beta)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        line = self.alpha * x + self.beta
        self.between = (line > 0) & (line < 1)
        return np.clip(line, 0, 1)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = alpha dy between the kinks, else 0."""
        require_shape("dy", dy, self.between.shape)
        return np.where(self.between, self.alpha * dy, 0)
