"""RMSprop: AdaGrad that forgets, by a moving average of the squared gradients."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class RMSprop(Optimizer):
    """v <- rho v + (1 - rho) g^2;  w <- w - lr g / (sqrt(v) + epsilon).

    Args:
        lr: the learning rate.
        rho: the share of the old average that is kept, from 0 to below 1.
        epsilon: keeps the quotient finite; at 0, an element that never had a gradient is 0 / 0.
        epsilon_place: "outside" the root, sqrt(v) + epsilon, as it is taught and as PyTorch does,
            or "inside", sqrt(v + epsilon), as Keras does.

    Source:
        Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5.
    """

    def __init__(
        self,
        lr: float = 0.01,
        rho: float = 0.99,
        epsilon: float = 1e-7,
        epsilon_place: str = "outside",
    ) -> None:
        super().__init__(lr)
        require_fraction("rho", rho)
        require_not_negative("epsilon", epsilon)
        require_choice("epsilon_place", epsilon_place, ("outside", "inside"))
        self.rho = rho
        self.epsilon = epsilon
        self.epsilon_place = epsilon_place

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g and v have one shape."""
        v = self.remembered("v", name, w)
        v[...] = self.rho * v + (1 - self.rho) * g**2
        if self.epsilon_place == "outside":
            root = np.sqrt(v) + self.epsilon
        else:
            root = np.sqrt(v + self.epsilon)
        w -= self.lr * g / root
