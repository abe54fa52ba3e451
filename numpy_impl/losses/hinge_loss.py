"""The hinge loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss


class HingeLoss(Loss):
    """L = max(0, 1 - t y): nothing to pay beyond the margin, the loss of a linear SVM.

    y is a score of any size, and t says on which side of 0 it should be. Only the examples within
    the margin or on the wrong side, the support vectors, have a gradient.

    Args:
        squared: whether the loss is max(0, 1 - t y)^2, which has no kink.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same; t of -1 and 1, or of 0 and 1, which is read as -1 and 1. L: a
        scalar, or the shape of y with ``reduction="none"``.

    Source:
        Cortes and Vapnik (1995), Support-vector networks, section 3; Bishop (2006), Pattern
        Recognition and Machine Learning, section 7.1.2, eq. 7.44.
    """

    def __init__(self, squared: bool = False, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.squared = squared

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for scores y and targets t."""
        y, t = of_one_shape("y", y, t)
        self.t = _signs(t)
        self.missing = 1 - self.t * y  # to the margin
        losses = np.maximum(self.missing, 0)
        if self.squared:
            losses = losses**2
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y: -t within the margin, 0 beyond."""
        dlosses = self.share(dL)
        if self.squared:
            return dlosses * -2 * self.t * np.maximum(self.missing, 0)
        return np.where(self.missing >= 0, -dlosses * self.t, 0)


def _signs(t: np.ndarray) -> np.ndarray:
    """Return t as -1 and 1."""
    if np.isin(t, (0, 1)).all():
        return 2 * t - 1
    wrong = ~np.isin(t, (-1, 1))
    if wrong.any():
        raise ValueError(f"t holds {t[wrong][0]:g}, but must hold -1 and 1, or 0 and 1.")
    return t
