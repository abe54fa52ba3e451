"""Nesterov's accelerated gradient, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.in_pieces import InPieces, decayed
from numpy_impl.optimizers.nesterov import Nesterov


class FastNesterov(InPieces, Nesterov):
    """The rule of :class:`numpy_impl.optimizers.nesterov.Nesterov`, in pieces."""

    @property
    def symbols(self) -> tuple[str, ...]:  # type: ignore[override]
        """The velocity v, or the buffer b."""
        return ("v",) if self.form == "velocity" else ("b",)

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, and of v or b, in place."""
        v, a, b = more
        g = decayed(w, g, self.weight_decay, a)
        v *= self.momentum
        if self.form == "velocity":
            down = np.multiply(g, self.lr, out=a)
            v -= down
            w -= down
            w += np.multiply(v, self.momentum, out=b)
        else:
            v += g
            np.multiply(v, self.momentum, out=b)
            b += g
            b *= self.lr
            w -= b
