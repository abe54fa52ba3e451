"""Adam, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.in_pieces import InPieces, average, decayed


class FastAdam(InPieces, Adam):
    """The rule of :class:`numpy_impl.optimizers.adam.Adam`, in pieces.

    What is one number for all of a parameter, such as 1 - beta1^t, is put together beforehand.
    """

    symbols = ("m", "v")

    def step(self, w: np.ndarray, g: np.ndarray, *more: np.ndarray) -> None:
        """Change a piece of w, m and v in place."""
        m, v, a, b = more
        g = decayed(w, g, self.weight_decay, b)
        average(m, g, self.beta1, out=a)
        average(v, np.multiply(g, g, out=a), self.beta2, out=a)
        c1 = c2 = 1.0
        if self.bias_correction:
            c1, c2 = 1 - self.beta1**self.t, 1 - self.beta2**self.t
        w -= adam_step(m, v, self.lr / c1, c2, self.epsilon, self.epsilon_place, out=a)


def adam_step(
    m: np.ndarray,
    v: np.ndarray,
    rate: float,
    c2: float,
    epsilon: float,
    epsilon_place: str,
    out: np.ndarray,
) -> np.ndarray:
    """Return rate m / root in ``out``, the root of v divided by c2, with epsilon added to it.

    Where epsilon is added before the correction, the root of c2 belongs to it too.
    """
    if rate == 0:
        return np.multiply(m, 0, out=out)
    # rate m / root = m / (root / rate): a number that divides the root's factor costs nothing.
    root, correction = np.sqrt(v, out=out), 1 / c2**0.5
    if epsilon_place == "corrected":
        root *= correction / rate
        root += epsilon / rate
    else:
        root += epsilon
        root *= correction / rate
    return np.divide(m, root, out=out)
