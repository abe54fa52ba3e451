"""The Dice loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import require_not_negative


class DiceLoss(Loss):
    """L = 1 - (2 sum y t + smooth) / (sum y + sum t + smooth): one less the Dice coefficient.

    What is measured is the overlap of a predicted and a true region, so that a small object counts
    as much as a large background; the cross-entropy of each pixel would hardly see it.

    Args:
        smooth: what keeps the quotient where both regions are empty, 0 or more.
        squared: whether the sums below are of squares, as in V-Net.
        whole_batch: whether all examples make one region; each one has its own otherwise.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``, over the examples.

    Shapes:
        y, t, dy (N, ...), all the same, between 0 and 1. L: a scalar, or (N,) with
        ``reduction="none"``; of the whole batch always a scalar.

    Source:
        Milletari, Navab and Ahmadi (2016), V-Net, section 3.
    """

    def __init__(
        self,
        smooth: float = 1.0,
        squared: bool = False,
        whole_batch: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction)
        require_not_negative("smooth", smooth)
        self.smooth = float(smooth)
        self.squared, self.whole_batch = squared, whole_batch

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y and targets t."""
        self.y, self.t = of_one_shape("y", y, t)
        if self.y.ndim < 2:
            raise ValueError(f"y has shape {self.y.shape}, but (N, ...) was expected.")
        self.above = 2 * self._sum(self.y * self.t) + self.smooth
        y, t = (self.y**2, self.t**2) if self.squared else (self.y, self.t)
        self.below = self._sum(y) + self._sum(t) + self.smooth
        if not self.below.all():
            raise ValueError("y and t are 0 everywhere in an example: smooth must be above 0.")
        losses = 1 - self.above / self.below
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y, by the rule of quotients."""
        dlosses = self._spread(self.share(dL))
        above, below = self._spread(self.above), self._spread(self.below)
        dabove = 2 * self.t
        dbelow = 2 * self.y if self.squared else 1
        return -dlosses * (dabove * below - above * dbelow) / below**2

    def _sum(self, a: np.ndarray) -> np.ndarray:
        return a.sum() if self.whole_batch else a.reshape(len(a), -1).sum(axis=1)

    def _spread(self, a: np.ndarray) -> np.ndarray:
        """Return one number for each region with the axes of y."""
        return a if self.whole_batch else a.reshape(-1, *[1] * (self.y.ndim - 1))
