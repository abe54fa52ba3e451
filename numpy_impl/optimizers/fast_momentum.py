"""Momentum, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.in_pieces import InPieces, decayed
from numpy_impl.optimizers.momentum import Momentum


class FastMomentum(InPieces, Momentum):
    """The rule of :class:`numpy_impl.optimizers.momentum.Momentum`, in pieces."""

    @property
    def symbols(self) -> tuple[str, ...]:  # type: ignore[override]
        """The velocity v, or the buffer b."""
        return ("v",) if self.form == "velocity" else ("b",)

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, and of v or b, in place."""
        v, a, _ = more
        g = decayed(w, g, self.weight_decay, a)
        v *= self.momentum
        if self.form == "velocity":
            v -= np.multiply(g, self.lr, out=a)
            w += v
        else:
            v += g
            w -= np.multiply(v, self.lr, out=a)
