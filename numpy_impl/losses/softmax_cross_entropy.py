"""Softmax with cross-entropy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import class_weights, distribution
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_choice, require_fraction


class SoftmaxCrossEntropy(Loss):
    """L = -sum_c t_c log softmax(x)_c: one of C classes, from the logits x.

    Taken together, softmax and logarithm neither overflow nor reach log 0:
    log softmax(x) = x - log sum_c e^x_c, and dx = softmax(x) - t.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the classes).
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / C.
        weight: a weight w_c for each class, which multiplies log softmax(x)_c; 1 for all if None.
        ignore_index: the class number that is left out; -100, as in PyTorch, if nothing else is
            said.
        mean_over: what ``"mean"`` divides by: ``"weights"``, the sum of the weights of the examples
            that count, as PyTorch does, or ``"examples"``, their number, as Keras does.

    Shapes:
        x, dx (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples. L: a scalar, or (...) with ``reduction="none"``, 0 where the label is ignored.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108, 4.109.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        require_choice("mean_over", mean_over, ("weights", "examples"))
        self.label_smoothing = float(label_smoothing)
        self.weight, self.ignore_index, self.mean_over = weight, ignore_index, mean_over

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x (..., C) and targets t (...) or (..., C)."""
        x = as_float("x", x)
        t, C = distribution("x", x, t, self.ignore_index), x.shape[-1]
        kept = t.any(axis=-1)  # the row of a label that is ignored is 0
        self.w = counts = kept.astype(x.dtype)
        self.t = (1 - self.label_smoothing) * t + self.label_smoothing / C
        if self.weight is not None:
            # The loss of the targets w_c t_c is that of a distribution, times their sum.
            weight = class_weights(self.weight, x)
            counts, weighed = (weight * t).sum(axis=-1), weight * self.t
            self.w = kept * weighed.sum(axis=-1)
            self.t = weighed / np.where(self.w > 0, self.w, 1)[..., np.newaxis]
        # Moving all logits alike changes no probability; the largest at 0, exp cannot overflow.
        z = x - x.max(axis=-1, keepdims=True)
        # log sum_c e^z_c, two at a time: log(e^a + e^b) = a + log1p(e^(b - a)) keeps a small b.
        log_p = z - np.logaddexp.reduce(z, axis=-1, keepdims=True)
        self.p = np.exp(log_p)
        losses = -(self.t * log_p).sum(axis=-1)
        over = counts if self.mean_over == "weights" else kept
        return self.reduce(self.w * losses, over.sum())

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., C)."""
        dlosses = (self.share(dL) * self.w)[..., np.newaxis]
        return dlosses * (self.p - self.t)
