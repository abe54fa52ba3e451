"""AdaGrad: a learning rate for each element, smaller where gradients have been large."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_not_negative


class Adagrad(Optimizer):
    """h <- h + g^2;  w <- w - lr g / (sqrt(h) + epsilon).

    Args:
        lr: the learning rate.
        epsilon: keeps the quotient finite; at 0, an element that never had a gradient is 0 / 0.
        initial_accumulator: what h starts at; anything above 0 shortens the first steps.
        epsilon_place: "outside" the root, sqrt(h) + epsilon, as the paper and PyTorch have it, or
            "inside", sqrt(h + epsilon), as Keras has it.

    Source:
        Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning and
        stochastic optimization, figure 1 (AdaGrad with diagonal matrices).
    """

    def __init__(
        self,
        lr: float = 0.01,
        epsilon: float = 1e-7,
        initial_accumulator: float = 0.0,
        epsilon_place: str = "outside",
    ) -> None:
        super().__init__(lr)
        require_not_negative("epsilon", epsilon)
        require_not_negative("initial_accumulator", initial_accumulator)
        require_choice("epsilon_place", epsilon_place, ("outside", "inside"))
        self.epsilon = epsilon
        self.initial_accumulator = initial_accumulator
        self.epsilon_place = epsilon_place

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g and h have one shape."""
        h = self.remembered("h", name, w, start=self.initial_accumulator)
        h += g**2
        if self.epsilon_place == "outside":
            root = np.sqrt(h) + self.epsilon
        else:
            root = np.sqrt(h + self.epsilon)
        w -= self.lr * g / root
