"""Gradient descent with momentum (the heavy ball)."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class Momentum(Optimizer):
    """SGD whose step remembers the earlier steps.

        "velocity":  v <- mu v - lr g;  w <- w + v
        "buffer":    b <- mu b + g;     w <- w - lr b

    With a constant learning rate v = -lr b, and the two are the same. After a change of lr the
    velocity keeps the rate that each gradient came in with; the buffer gives the whole history
    the new rate.

    Args:
        lr: the learning rate.
        momentum: mu, the share of the old velocity that is kept, from 0 to below 1.
        form: "velocity", as it is taught and as Keras does, or "buffer", as PyTorch does.
        weight_decay: lambda; adds lambda w to g, so that the memory holds the decay too.

    Source:
        Polyak (1964), Some methods of speeding up the convergence of iteration methods, eq. 9;
        Sutskever et al. (2013), On the importance of initialization and momentum in deep
        learning, eqs. 1 and 2.
    """

    def __init__(
        self,
        lr: float = 0.01,
        momentum: float = 0.9,
        form: str = "velocity",
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(lr)
        require_fraction("momentum", momentum)
        require_choice("form", form, ("velocity", "buffer"))
        require_not_negative("weight_decay", weight_decay)
        self.momentum = momentum
        self.form = form
        self.weight_decay = weight_decay

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g and the memory v or b have one shape."""
        g = g + self.weight_decay * w
        if self.form == "velocity":
            v = self.remembered("v", name, w)
            v[...] = self.momentum * v - self.lr * g
            w += v
        else:
            b = self.remembered("b", name, w)
            b[...] = self.momentum * b + g
            w -= self.lr * b
