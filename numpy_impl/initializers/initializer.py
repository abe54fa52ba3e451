"""What the initializers share: how an array is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

TRUNCATED_STD = 0.8796256610342398
"""The standard deviation of a standard normal distribution cut off at -2 and 2."""


class Initializer:
    """Draws an array: ``initializer(shape, seed)``.

    A subclass says which distribution, and how wide: :meth:`scale` is the standard deviation of a
    normal distribution (before a truncation), the limit of a uniform one, or the constant.
    """

    distribution = "normal"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the width of the distribution for an array of this shape."""
        raise NotImplementedError

    def __call__(self, shape: Sequence[int], seed: int | None = None) -> np.ndarray:
        """Draw an array of this shape; the same seed draws the same numbers."""
        rng = np.random.default_rng(seed)
        width = self.scale(shape)
        if self.distribution == "constant":
            return np.full(shape, width)
        if self.distribution == "uniform":
            return rng.uniform(-width, width, shape)
        if self.distribution == "truncated_normal":
            return width * truncated_normal(rng, shape)
        return width * rng.standard_normal(shape)


def truncated_normal(rng: np.random.Generator, shape: Sequence[int]) -> np.ndarray:
    """Draw standard normal numbers, again and again until all are between -2 and 2."""
    z = rng.standard_normal(shape)
    while (outside := np.abs(z) > 2).any():
        z[outside] = rng.standard_normal(int(outside.sum()))
    return z
