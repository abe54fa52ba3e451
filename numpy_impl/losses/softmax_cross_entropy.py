"""Softmax with cross-entropy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import distribution
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_fraction


class SoftmaxCrossEntropy(Loss):
    """L = -sum_c t_c log softmax(x)_c: one of C classes, from the logits x.

    Taken together, softmax and logarithm neither overflow nor reach log 0:
    log softmax(x) = x - log sum_c e^x_c, and dx = softmax(x) - t.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / C.

    Shapes:
        x, dx (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108, 4.109.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        self.label_smoothing = float(label_smoothing)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., C) and targets t (...) or (..., C)."""
        x = as_float("x", x)
        t, C = distribution("x", x, t), x.shape[-1]
        self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C
        # Moving all logits alike changes no probability; the largest at 0, exp cannot overflow.
        z = x - x.max(axis=-1, keepdims=True)
        # log sum_c e^z_c, two at a time: log(e^a + e^b) = a + log1p(e^(b - a)) keeps a small b.
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        self.p = np.exp(log_p)
        losses = -(self.t * log_p).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        return dlosses * (self.p - self.t)
