"""The Huber loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss


class Huber(Loss):
    """L = e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), with e = y - t.

    A parabola near the target, so that steps shrink there, and straight lines beyond delta, so that
    an outlier pulls with no more than delta. Both meet with one value and one slope.

    Args:
        delta: the error from which on it is a line, greater than 0.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        y, t, dy: any, all the same. L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Huber (1964), Robust estimation of a location parameter, Annals of Mathematical Statistics
        35.
    """

    def __init__(self, delta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        if not delta > 0:
            raise ValueError(f"delta is {delta}, but must be greater than 0.")
        self.delta = float(delta)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for outputs y and targets t."""
        y, t = of_one_shape("y", y, t)
        self.error = y - t
        size = np.abs(self.error)
        parabola = self.error**2 / 2
        line = self.delta * (size - self.delta / 2)
        losses = np.where(size <= self.delta, parabola, line)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y: the error, kept between -delta and delta."""
        dlosses = self.share(dL)
        return dlosses * np.clip(self.error, -self.delta, self.delta)
