"""Mean absolute error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss


class MeanAbsoluteError(Loss):
    """L = mean |y - t|, over every element of y: smallest at the median of the targets.

    There is a kink where y = t; the derivative there is taken to be 0, as PyTorch and Keras do.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 1.5.5, eq. 1.91 with q = 1.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for outputs y and targets t."""
        y, t = of_one_shape("y", y, t)
        self.error = y - t
        losses = np.abs(self.error)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL)
        return dlosses * np.sign(self.error)
