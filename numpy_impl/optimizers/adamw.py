"""AdamW: Adam with the weight decay taken off the weights themselves."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class AdamW(Optimizer):
    """w <- w - lr lambda w - lr m_hat / (sqrt(v_hat) + epsilon).

    Added to the gradient, as :class:`Adam` has it, the decay lambda w is divided by sqrt(v_hat)
    with the rest, and weights with large gradients hardly decay. Here all decay alike. The paper
    scales the decay by a schedule of its own; PyTorch and Keras, and so this class, by lr.

    Args:
        lr: the learning rate.
        beta1: the share of the old m that is kept, from 0 to below 1.
        beta2: the share of the old v that is kept, from 0 to below 1.
        epsilon: keeps the quotient finite.
        weight_decay: lambda.
        epsilon_place: added to the "corrected" root sqrt(v_hat), as the paper and PyTorch do, or
            to the "uncorrected" one sqrt(v), before the correction, as Keras does.

    Source:
        Loshchilov and Hutter (2019), Decoupled weight decay regularization, algorithm 2.
    """

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
        epsilon_place: str = "corrected",
    ) -> None:
        super().__init__(lr)
        require_fraction("beta1", beta1)
        require_fraction("beta2", beta2)
        require_not_negative("epsilon", epsilon)
        require_not_negative("weight_decay", weight_decay)
        require_choice("epsilon_place", epsilon_place, ("corrected", "uncorrected"))
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weight_decay = weight_decay
        self.epsilon_place = epsilon_place

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g, m and v have one shape."""
        m = self.remembered("m", name, w)
        v = self.remembered("v", name, w)
        w -= self.lr * self.weight_decay * w
        m[...] = self.beta1 * m + (1 - self.beta1) * g
        v[...] = self.beta2 * v + (1 - self.beta2) * g**2
        c1 = 1 - self.beta1**self.t
        c2 = 1 - self.beta2**self.t
        if self.epsilon_place == "corrected":
            root = np.sqrt(v / c2) + self.epsilon
        else:
            root = (np.sqrt(v) + self.epsilon) / c2**0.5
        w -= self.lr * (m / c1) / root
