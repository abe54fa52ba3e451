"""The negative log-likelihood, with weights for the classes and labels that are ignored."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.losses.kept_targets import classes_kept
from numpy_impl.losses.loss import REDUCTIONS
from numpy_impl.validation import as_float, require_choice, require_shape


class NegativeLogLikelihood(Layer):
    """L = -w_t x_t of the right class t: from logarithms of probabilities, which x must be.

    Behind a log-softmax it is the cross-entropy of the logits. A rare class may weigh more than a
    common one, and a label of ignore_index, such as a border between two objects, does not count.

    Args:
        weight: a weight for each class; 1 for all if it is None.
        ignore_index: the label that is left out; -100, as in PyTorch, if nothing else is said.
        mean_over: what ``"mean"`` divides by: ``"weights"``, the sum of the weights of the examples
            that count, as PyTorch does, or ``"examples"``, their number, as Keras does.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        x, dx (..., C), t (...) class numbers. L: a scalar, or (...) with ``reduction="none"``, 0
        where the label is ignored.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.4, eq. 4.108; Long,
        Shelhamer and Darrell (2015), Fully convolutional networks, section 4.3 (class balancing).
    """

    def __init__(
        self,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
        reduction: str = "mean",
    ) -> None:
        super().__init__()
        require_choice("mean_over", mean_over, ("weights", "examples"))
        require_choice("reduction", reduction, REDUCTIONS)
        self.weight, self.ignore_index = weight, ignore_index
        self.mean_over, self.reduction = mean_over, reduction

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for log-probabilities x (..., C) and classes t (...)."""
        x = as_float("x", x)
        number, kept = classes_kept(x, t, self.ignore_index)
        weight = np.ones(x.shape[-1]) if self.weight is None else self.weight
        weight = np.asarray(weight, dtype=x.dtype)
        require_shape("weight", weight, (x.shape[-1],))
        self.w = np.where(kept, weight[number], 0)
        self.number, self.shape = number[..., np.newaxis], x.shape
        losses = -self.w * np.take_along_axis(x, self.number, axis=-1)[..., 0]
        if self.reduction == "none":
            return losses
        if self.reduction == "sum":
            return losses.sum()
        total = self.w.sum() if self.mean_over == "weights" else kept.sum()
        if not total:
            raise ValueError(f"The mean is not defined: all {kept.size} labels weigh nothing.")
        self.total = np.asarray(total, dtype=x.dtype)
        return losses.sum() / self.total

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx (..., C), which is 0 but for the right class of each example."""
        dL = np.asarray(dL, dtype=self.w.dtype)
        require_shape("dL", dL, self.w.shape if self.reduction == "none" else ())
        if self.reduction == "mean":
            dL = dL / self.total
        dx = np.zeros(self.shape, self.w.dtype)
        np.put_along_axis(dx, self.number, (-self.w * dL)[..., np.newaxis], axis=-1)
        return dx
