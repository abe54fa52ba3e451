"""Binary cross-entropy from probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import (
    of_one_shape,
    require_epsilon,
    require_probabilities,
    weight_like,
)
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import require_fraction


class BinaryCrossEntropy(Loss):
    """L = -(t log y + (1 - t) log(1 - y)): yes or no, from a probability y.

    y is first clipped to [epsilon, 1 - epsilon], so that L stays finite. Where the clip acts, L no
    longer depends on y and dy is 0: a saturated output stops learning, even when it is wrong.
    From logits, :class:`BinaryCrossEntropyWithLogits` has neither trouble.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / 2.
        epsilon: how near y may come to 0 and to 1.
        weight: what the loss of each element is multiplied by; the mean still divides by their
            number, as in PyTorch and Keras.

    Shapes:
        y, t, dy: any, all the same. weight: what meets y element by element, such as (C,) for
        y (N, C). L: a scalar, or the shape of y with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2, eq. 4.90.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        epsilon: float = 1e-7,
        weight: ArrayLike | None = None,
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        require_epsilon(epsilon)
        self.label_smoothing = float(label_smoothing)
        self.epsilon = float(epsilon)
        self.weight = weight

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y and targets t between 0 and 1."""
        y, t = of_one_shape("y", y, t)
        require_probabilities(y)
        self.w = weight_like("weight", self.weight, y)
        smooth = self.label_smoothing
        self.t = (1 - smooth) * t + smooth / 2
        least, most = self.epsilon, 1 - self.epsilon
        self.inside = (least <= y) & (y <= most)
        # Clipped apart: in float32, 1 - (1 - 1e-7) would be 1.2e-7.
        self.p, self.q = np.clip(y, least, most), np.clip(1 - y, least, most)
        losses = -(self.t * np.log(self.p) + (1 - self.t) * np.log(self.q))
        return self.reduce(self.w * losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy, of the shape of y."""
        dlosses = self.share(dL) * self.w
        dp = dlosses * ((1 - self.t) / self.q - self.t / self.p)
        return np.where(self.inside, dp, 0)
