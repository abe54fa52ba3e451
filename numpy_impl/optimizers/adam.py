"""Adam: momentum and RMSprop in one, with both averages freed from their start at 0."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class Adam(Optimizer):
    """w <- w - lr m_hat / (sqrt(v_hat) + epsilon), with moving averages m of g and v of g^2.

    Both averages start at 0 and are too small at first, by 1 - beta^t after t steps; m_hat and
    v_hat are divided by that.

    Args:
        lr: the learning rate, which is about the size of a step.
        beta1: the share of the old m that is kept, from 0 to below 1.
        beta2: the share of the old v that is kept, from 0 to below 1.
        epsilon: keeps the quotient finite.
        epsilon_place: added to the "corrected" root sqrt(v_hat), as the paper's algorithm and
            PyTorch do, or to the "uncorrected" one sqrt(v), before the correction, as the paper's
            remark at the end of its section 2 ("epsilon hat") and Keras do.
        bias_correction: whether to divide by 1 - beta^t at all. Without it the first step is
            (1 - beta1) / sqrt(1 - beta2) times lr, 3.2 lr with the usual betas, and the place of
            epsilon makes no difference.
        weight_decay: lambda; adds lambda w to g, as an L2 penalty does. AdamW is the other way.

    Source:
        Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1.
    """

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_place: str = "corrected",
        bias_correction: bool = True,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(lr)
        require_fraction("beta1", beta1)
        require_fraction("beta2", beta2)
        require_not_negative("epsilon", epsilon)
        require_choice("epsilon_place", epsilon_place, ("corrected", "uncorrected"))
        require_not_negative("weight_decay", weight_decay)
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.epsilon_place = epsilon_place
        self.bias_correction = bias_correction
        self.weight_decay = weight_decay

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g, m and v have one shape."""
        m = self.remembered("m", name, w)
        v = self.remembered("v", name, w)
        g = g + self.weight_decay * w
        m[...] = self.beta1 * m + (1 - self.beta1) * g
        v[...] = self.beta2 * v + (1 - self.beta2) * g**2
        c1 = c2 = 1.0
        if self.bias_correction:
            c1 = 1 - self.beta1**self.t
            c2 = 1 - self.beta2**self.t
        if self.epsilon_place == "corrected":
            root = np.sqrt(v / c2) + self.epsilon
        else:
            root = (np.sqrt(v) + self.epsilon) / c2**0.5
        w -= self.lr * (m / c1) / root
