"""Adagrad, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.in_pieces import InPieces


class FastAdagrad(InPieces, Adagrad):
    """The rule of :class:`numpy_impl.optimizers.adagrad.Adagrad`, in pieces."""

    symbols = ("h",)

    @property
    def start(self) -> float:  # type: ignore[override]
        """What h is at first."""
        return self.initial_accumulator

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w and h in place."""
        h, a, b = more
        h += np.multiply(g, g, out=a)
        if self.epsilon_place == "outside":
            root = np.sqrt(h, out=a)
            root += self.epsilon
        else:
            root = np.sqrt(np.add(h, self.epsilon, out=a), out=a)
        w -= np.divide(np.multiply(g, self.lr, out=b), root, out=b)
