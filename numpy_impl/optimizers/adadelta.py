"""Adadelta: RMSprop whose step has the parameter's own unit, so that it needs no learning rate."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_fraction, require_not_negative


class Adadelta(Optimizer):
    """The step is g times the ratio of two root mean squares: of earlier steps, of gradients.

        v <- rho v + (1 - rho) g^2
        d  = sqrt(u + epsilon) / sqrt(v + epsilon) g
        u <- rho u + (1 - rho) d^2
        w <- w - lr d

    Args:
        lr: the learning rate; the paper has none, which is 1.
        rho: the share of the old averages that is kept, from 0 to below 1.
        epsilon: inside both roots. The first steps are of the size sqrt(epsilon), so it is no mere
            guard against 0: at 0 nothing ever moves.

    Source:
        Zeiler (2012), ADADELTA: an adaptive learning rate method, algorithm 1.
    """

    def __init__(self, lr: float = 1.0, rho: float = 0.9, epsilon: float = 1e-6) -> None:
        super().__init__(lr)
        require_fraction("rho", rho)
        require_not_negative("epsilon", epsilon)
        self.rho = rho
        self.epsilon = epsilon

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g, v, u and d have one shape."""
        v = self.remembered("v", name, w)
        u = self.remembered("u", name, w)
        v[...] = self.rho * v + (1 - self.rho) * g**2
        d = np.sqrt(u + self.epsilon) / np.sqrt(v + self.epsilon) * g
        u[...] = self.rho * u + (1 - self.rho) * d**2
        w -= self.lr * d
