"""Stochastic gradient descent, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.in_pieces import InPieces, decayed
from numpy_impl.optimizers.sgd import SGD


class FastSGD(InPieces, SGD):
    """The rule of :class:`numpy_impl.optimizers.sgd.SGD`, in pieces."""

    def step(self, w: np.ndarray, g: np.ndarray, *scratch: np.ndarray) -> None:
        """Change a piece of w in place."""
        a, _ = scratch
        w -= np.multiply(decayed(w, g, self.weight_decay, a), self.lr, out=a)
