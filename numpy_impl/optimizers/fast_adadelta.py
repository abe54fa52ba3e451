"""Adadelta, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.adadelta import Adadelta
from numpy_impl.optimizers.in_pieces import InPieces, average


class FastAdadelta(InPieces, Adadelta):
    """The rule of :class:`numpy_impl.optimizers.adadelta.Adadelta`, in pieces.

    The ratio of the two roots is the root of the ratio.
    """

    symbols = ("v", "u")

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, v and u in place."""
        v, u, a, d = more
        average(v, np.multiply(g, g, out=a), self.rho, out=a)
        np.add(u, self.epsilon, out=d)
        d /= np.add(v, self.epsilon, out=a)
        np.sqrt(d, out=d)
        d *= g
        average(u, np.multiply(d, d, out=a), self.rho, out=a)
        w -= np.multiply(d, self.lr, out=d)
