"""Half squared error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss


class HalfSquaredError(Loss):
    """L = 1/2 sum (y - t)^2: with the 1/2, the gradient is the plain error y - t.

    The sum is not divided by the number of examples; ``reduction="mean"`` divides it by the number
    of elements.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
        errors, Nature 323, eq. 3.
    """

    def __init__(self, reduction: str = "sum") -> None:
        super().__init__(reduction)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for outputs y and targets t."""
        y, t = of_one_shape("y", y, t)
        self.error = y - t
        losses = self.error**2 / 2
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL)
        return dlosses * self.error
