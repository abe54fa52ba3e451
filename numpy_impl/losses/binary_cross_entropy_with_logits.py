"""Binary cross-entropy from logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape, weight_like
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import require_fraction


class BinaryCrossEntropyWithLogits(Loss):
    """L = -(t log s(x) + (1 - t) log(1 - s(x))), where s is the sigmoid: yes or no, from a logit.

    Taken together, sigmoid and logarithm neither overflow nor reach log 0:
    L = max(x, 0) - x t + log(1 + e^-|x|), and dx = s(x) - t.

    Args:
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.
        label_smoothing: t becomes (1 - label_smoothing) t + label_smoothing / 2.
        weight: what the loss of each element is multiplied by; the mean still divides by their
            number, as in PyTorch and Keras.
        pos_weight: what -t log s(x) alone is multiplied by, more than 1 where a yes is rare.

    Shapes:
        x, t, dx: any, all the same. weight, pos_weight: what meets x element by element, such as
        (C,) for x (N, C). L: a scalar, or the shape of x with ``reduction="none"``.

    Source:
        Bishop (2006), Pattern Recognition and Machine Learning, section 4.3.2, eq. 4.90, 4.91.
        Szegedy et al. (2016), Rethinking the Inception architecture, section 7 (smoothing).
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: ArrayLike | None = None,
        pos_weight: ArrayLike | None = None,
    ) -> None:
        super().__init__(reduction)
        require_fraction("label_smoothing", label_smoothing)
        self.label_smoothing = float(label_smoothing)
        self.weight, self.pos_weight = weight, pos_weight

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x and targets t between 0 and 1."""
        x, t = of_one_shape("x", x, t)
        smooth = self.label_smoothing
        self.t = (1 - smooth) * t + smooth / 2
        self.w = weight_like("weight", self.weight, x)
        if self.pos_weight is not None:
            # -q t log s - (1 - t) log(1 - s) is the loss of the target q t / (q t + 1 - t), times
            # q t + 1 - t.
            q = weight_like("pos_weight", self.pos_weight, x)
            yes, no = q * self.t, 1 - self.t
            self.w = self.w * (yes + no)
            self.t = yes / np.where(yes + no > 0, yes + no, 1)
        e = np.exp(-np.abs(x))  # at most 1
        self.sigmoid = np.where(x >= 0, 1, e) / (1 + e)
        losses = np.maximum(x, 0) - x * self.t + np.log1p(e)
        return self.reduce(self.w * losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx, of the shape of x."""
        dlosses = self.share(dL) * self.w
        return dlosses * (self.sigmoid - self.t)
