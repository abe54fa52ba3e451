"""AMSGrad, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.amsgrad import AMSGrad
from numpy_impl.optimizers.fast_adam import adam_step
from numpy_impl.optimizers.in_pieces import InPieces, average


class FastAMSGrad(InPieces, AMSGrad):
    """The rule of :class:`numpy_impl.optimizers.amsgrad.AMSGrad`, in pieces."""

    symbols = ("m", "v", "v_max")

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, m, v and v_max in place."""
        m, v, v_max, a, _ = more
        average(m, g, self.beta1, out=a)
        average(v, np.multiply(g, g, out=a), self.beta2, out=a)
        np.maximum(v_max, v, out=v_max)
        c1, c2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t
        w -= adam_step(m, v_max, self.lr / c1, c2, self.epsilon, self.epsilon_place, out=a)
