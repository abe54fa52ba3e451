"""What the losses share: the reduction, and its part of the gradient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.layer import Layer
from numpy_impl.validation import require_choice, require_shape

REDUCTIONS = ("none", "sum", "mean")


class Loss(Layer):
    """What the losses share: the reduction, and its part of the gradient.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    ``loss.forward(x, t)`` takes the prediction first; ``loss.backward()`` returns the gradient of
    the prediction. The targets get none.
    """

    def __init__(self, reduction: str) -> None:
        super().__init__()
        require_choice("reduction", reduction, REDUCTIONS)
        self.reduction = reduction

    def reduce(self, losses: np.ndarray, over: ArrayLike | None = None) -> np.ndarray:
        """Return the losses themselves, their sum or their mean.

        Args:
            losses: one for each example, or for each element.
            over: what the mean divides by, such as the sum of the weights; their number if None.
        """
        self.like = losses
        self.over = losses.dtype.type(losses.size if over is None else over)
        if self.reduction == "none":
            return losses
        if self.reduction == "sum":
            return losses.sum()
        if losses.size == 0:
            raise ValueError(
                f"The mean of no examples is not defined, but the losses have shape {losses.shape}."
            )
        if self.over == 0:
            raise ValueError(f"The mean is not defined: all {losses.size} labels weigh nothing.")
        return losses.sum() / self.over

    def share(self, dL: ArrayLike) -> np.ndarray:
        """Return the gradient of each single loss, where the reduced loss has the gradient dL."""
        dL = np.asarray(dL, dtype=self.like.dtype)
        require_shape("dL", dL, self.like.shape if self.reduction == "none" else ())
        if self.reduction == "mean":
            dL = dL / self.over
        return np.broadcast_to(dL, self.like.shape)
