"""The focal loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.losses.arguments import of_one_shape
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import require_not_negative


class FocalLoss(Loss):
    """L = -a (1 - p)^gamma log p, p being the probability of the right answer, from the logit x.

    The cross-entropy of a yes or no, faded out where the answer is right already: of a hundred
    thousand boxes nearly all are easy background, and their sum would drown the few that matter.

    Args:
        alpha: the weight a of the targets 1; those of 0 have 1 - alpha. None weighs all alike.
        gamma: how fast easy examples fade, 0 or more; with 0 it is the cross-entropy.
        reduction: ``"none"``, ``"sum"`` or ``"mean"``.

    Shapes:
        x, t, dx: any, all the same, t between 0 and 1. L: a scalar, or the shape of x with
        ``reduction="none"``.

    Source:
        Lin, Goyal, Girshick, He and Dollár (2017), Focal loss for dense object detection, eq. 5.
    """

    def __init__(
        self, alpha: float | None = 0.25, gamma: float = 2.0, reduction: str = "mean"
    ) -> None:
        super().__init__(reduction)
        require_not_negative("gamma", gamma)
        self.alpha = None if alpha is None else float(alpha)
        self.gamma = float(gamma)

    def forward(self, x: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return L for logits x and targets t."""
        x, self.t = of_one_shape("x", x, t)
        yes, no = _sigmoid(x), _sigmoid(-x)
        self.slope = yes * no
        # The cross-entropy from the logit, without overflow.
        self.ce = np.maximum(x, 0) - x * self.t + np.log1p(np.exp(-np.abs(x)))
        self.error = np.where(self.t == 1, -no, yes - self.t)
        self.wrong = yes * (1 - self.t) + no * self.t  # 1 - p
        self.a = np.ones_like(x)
        if self.alpha is not None:
            self.a = self.alpha * self.t + (1 - self.alpha) * (1 - self.t)
        losses = self.a * self.wrong**self.gamma * self.ce
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx, of the shape of x: the factor's part and the cross-entropy's."""
        dlosses = self.share(dL) * self.a
        dx = self.wrong**self.gamma * self.error
        if self.gamma:
            dwrong = (1 - 2 * self.t) * self.slope
            steep = np.where(self.wrong > 0, self.wrong, 1) ** (self.gamma - 1)
            dx = dx + self.gamma * steep * dwrong * self.ce
        return dlosses * dx


def _sigmoid(x: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)
