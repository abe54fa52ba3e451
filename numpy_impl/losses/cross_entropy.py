"""Cross-entropy from probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import distribution, require_epsilon, require_probabilities
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_fraction


class CrossEntropy(Loss):
    """L = -sum_c t_c log y_c: one of C classes, from the probabilities y.

    y is clipped to [epsilon, 1 - epsilon], so that L stays finite; where the clip acts, L no longer
    depends on y and the gradient is 0.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / C.
        normalize: whether y is first divided by its sum over the classes, as Keras does. Where it
            sums to 1 already, L is the same, but the gradient is not.
        epsilon: how near y may come to 0 and to 1.

    Shapes:
        y, dy (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        require_epsilon(epsilon)
        self.label_smoothing = float(label_smoothing)
        self.normalize = normalize
        self.epsilon = float(epsilon)

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y (..., C) and targets t (...) or (..., C)."""
        y = as_float("y", y)
        t, C = distribution("y", y, t), y.shape[-1]
        self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C
        if self.normalize:
            self.total = _positive_total(y)
            y = y / self.total
        require_probabilities(y)
        self.y = y
        least, most = self.epsilon, 1 - self.epsilon
        self.inside = (least <= y) & (y <= most)
        self.p = np.clip(y, least, most)
        losses = -(self.t * np.log(self.p)).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        dp = -dlosses * self.t / self.p
        dy = np.where(self.inside, dp, 0)
        if self.normalize:  # more of one class is less of every other
            dy = (dy - (dy * self.y).sum(axis=-1, keepdims=True)) / self.total
        return dy


def _positive_total(y: np.ndarray) -> np.ndarray:
    """Return the sum over the classes, (..., 1)."""
    total = y.sum(axis=-1, keepdims=True)
    if (total <= 0).any():
        raise ValueError(
            f"To be normalized, y must have a positive sum over the classes, "
            f"but one sum is {total[total <= 0][0]:g}."
        )
    return total
