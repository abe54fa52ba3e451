"""RMSprop, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.in_pieces import InPieces, average
from numpy_impl.optimizers.rmsprop import RMSprop


class FastRMSprop(InPieces, RMSprop):
    """The rule of :class:`numpy_impl.optimizers.rmsprop.RMSprop`, in pieces."""

    symbols = ("v",)

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w and v in place."""
        v, a, b = more
        average(v, np.multiply(g, g, out=a), self.rho, out=a)
        if self.epsilon_place == "outside":
            root = np.sqrt(v, out=a)
            root += self.epsilon
        else:
            root = np.sqrt(np.add(v, self.epsilon, out=a), out=a)
        w -= np.divide(np.multiply(g, self.lr, out=b), root, out=b)
