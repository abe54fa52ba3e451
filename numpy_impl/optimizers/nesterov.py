"""Nesterov's accelerated gradient."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class Nesterov(Optimizer):
    """Momentum whose gradient is taken where the velocity is about to lead.

    The original takes the gradient at w + mu v. Here, as in PyTorch and Keras, the array w already
    *is* that point, so that the gradient can be taken at w as ever; the step then goes from one
    such point to the next.

        "velocity":  v <- mu v - lr g;  w <- w + mu v - lr g
        "buffer":    b <- mu b + g;     w <- w - lr (g + mu b)

    With a constant learning rate v = -lr b, and the two are the same.

    Args:
        lr: the learning rate.
        momentum: mu, the share of the old velocity that is kept, from 0 to below 1.
        form: "velocity", as it is taught and as Keras does, or "buffer", as PyTorch does.
        weight_decay: lambda; adds lambda w to g, so that the memory holds the decay too.

    Source:
        Sutskever et al. (2013), On the importance of initialization and momentum in deep
        learning, eqs. 3 and 4; moved to the point ahead: Bengio, Boulanger-Lewandowski and
        Pascanu (2013), Advances in optimizing recurrent networks, section 3.5.
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
            w += self.momentum * v - self.lr * g
        else:
            b = self.remembered("b", name, w)
            b[...] = self.momentum * b + g
            w -= self.lr * (g + self.momentum * b)
