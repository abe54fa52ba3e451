"""AdamW, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.adamw import AdamW
from numpy_impl.optimizers.fast_adam import adam_step
from numpy_impl.optimizers.in_pieces import InPieces, average


class FastAdamW(InPieces, AdamW):
    """The rule of :class:`numpy_impl.optimizers.adamw.AdamW`, in pieces."""

    symbols = ("m", "v")

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, m and v in place."""
        m, v, a, _ = more
        w *= 1 - self.lr * self.weight_decay
        average(m, g, self.beta1, out=a)
        average(v, np.multiply(g, g, out=a), self.beta2, out=a)
        c1, c2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t
        w -= adam_step(m, v, self.lr / c1, c2, self.epsilon, self.epsilon_place, out=a)
