"""Stochastic gradient descent."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_not_negative


class SGD(Optimizer):
    """w <- w - lr g, with g the gradient of one mini-batch.

    Args:
        lr: the learning rate.
        weight_decay: lambda; adds lambda w to g, which is the gradient of (lambda / 2) |w|^2.

    Source:
        Robbins and Monro (1951), A stochastic approximation method, eq. 4; weight decay: Krogh
        and Hertz (1992), A simple weight decay can improve generalization, eq. 2.
    """

    def __init__(self, lr: float = 0.01, weight_decay: float = 0.0) -> None:
        super().__init__(lr)
        require_not_negative("weight_decay", weight_decay)
        self.weight_decay = weight_decay

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w and g have one shape."""
        g = g + self.weight_decay * w
        w -= self.lr * g
