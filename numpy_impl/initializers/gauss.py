"""Gaussian initialization."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer


class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma, whatever the shape."""

    def __init__(self, sigma: float = 0.01) -> None:
        if sigma < 0:
            raise ValueError(f"sigma is {sigma}, but must not be negative.")
        self.sigma = sigma

    def scale(self, shape: Sequence[int]) -> float:
        """Return sigma."""
        return self.sigma
