"""Cross-entropy with smoothed labels."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import distribution
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_fraction


class LabelSmoothing(Loss):
    """L = -sum_c q_c log softmax(x)_c with q = (1 - smoothing) t + smoothing / C.

    The target is no longer all on one class, so no logit is driven to infinity: L is smallest where
    softmax(x) = q, and there it is the entropy of q, not 0.

    Args:
        smoothing: the share of the probability that is spread evenly over all C classes; 0.1 in
            both papers.
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).

    Shapes:
        x, dx (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Szegedy et al. (2016), Rethinking the Inception architecture for computer vision, section
        7; Vaswani et al. (2017), Attention is all you need, section 5.4.
    """

    def __init__(self, smoothing: float = 0.1, reduction: str = "mean") -> None:
        super().__init__(reduction)
        require_fraction("smoothing", smoothing)
        self.smoothing = float(smoothing)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., C) and targets t (...) or (..., C)."""
        x = as_float("x", x)
        t, C = distribution("x", x, t), x.shape[-1]
        self.q = (1 - self.smoothing) * t + self.smoothing / C
        z = x - x.max(axis=-1, keepdims=True)
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        self.p = np.exp(log_p)
        losses = -(self.q * log_p).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., C) = p - q, times each example's share of dL."""
        dlosses = self.share(dL)[..., np.newaxis]
        return dlosses * (self.p - self.q)
