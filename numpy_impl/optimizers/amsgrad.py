"""AMSGrad: Adam whose denominator never shrinks."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.optimizer import Optimizer
from numpy_impl.validation import require_choice, require_fraction, require_not_negative


class AMSGrad(Optimizer):
    """Adam with v_max, the largest v so far, in the place of v.

    Adam forgets a rare, large gradient, and its next steps grow: there are convex problems on
    which it never converges. The maximum does not forget. As in PyTorch and Keras, and unlike the
    paper, both averages are bias-corrected: v_max after the maximum is taken.

    Args:
        lr: the learning rate.
        beta1: the share of the old m that is kept, from 0 to below 1.
        beta2: the share of the old v that is kept, from 0 to below 1.
        epsilon: keeps the quotient finite.
        epsilon_place: added to the "corrected" root, as PyTorch does, or to the "uncorrected"
            one, before the correction, as Keras does.

    Source:
        Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond, algorithm 2.
    """

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        epsilon_place: str = "corrected",
    ) -> None:
        super().__init__(lr)
        require_fraction("beta1", beta1)
        require_fraction("beta2", beta2)
        require_not_negative("epsilon", epsilon)
        require_choice("epsilon_place", epsilon_place, ("corrected", "uncorrected"))
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.epsilon_place = epsilon_place

    def update_one(self, name: str, w: np.ndarray, g: np.ndarray) -> None:
        """Change w in place; w, g, m, v and v_max have one shape."""
        m = self.remembered("m", name, w)
        v = self.remembered("v", name, w)
        v_max = self.remembered("v_max", name, w)
        m[...] = self.beta1 * m + (1 - self.beta1) * g
        v[...] = self.beta2 * v + (1 - self.beta2) * g**2
        v_max[...] = np.maximum(v_max, v)
        c1 = 1 - self.beta1**self.t
        c2 = 1 - self.beta2**self.t
        if self.epsilon_place == "corrected":
            root = np.sqrt(v_max / c2) + self.epsilon
        else:
            root = (np.sqrt(v_max) + self.epsilon) / c2**0.5
        w -= self.lr * (m / c1) / root
