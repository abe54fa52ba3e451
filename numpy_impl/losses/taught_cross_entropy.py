"""Cross-entropy as taught, with 1e-7."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import distribution, require_probabilities
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float


class TaughtCrossEntropy(Loss):
    """L = -1/N sum_n sum_c t_nc log(y_nc + 1e-7), the form that introductory courses write.

    The 1e-7 keeps log 0 away, and makes L smaller than the exact cross-entropy by about 1e-7/y
    for each example. ``backward`` is the true derivative of this expression. That is another thing
    than the shortcut that the same courses take for softmax and loss in one: their gradient
    (y - t)/N is the exact cross-entropy's, that of :class:`SoftmaxCrossEntropy`, though their loss
    has the 1e-7 inside.

    Shapes:
        y, dy (..., C), t (...) class numbers or (..., C) one-hot. Every leading axis counts as
        examples, N in all. L: a scalar.
    """

    def __init__(self) -> None:
        super().__init__("mean")

    def forward(self, y: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for probabilities y (..., C) and targets t (...) or (..., C)."""
        y = as_float("y", y)
        self.t = distribution("y", y, t)
        require_probabilities(y)
        self.y = y
        losses = -(self.t * np.log(self.y + 1e-7)).sum(axis=-1)
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dy (..., C)."""
        dlosses = self.share(dL)[..., np.newaxis]
        return -dlosses * self.t / (self.y + 1e-7)
