"""Zeros."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer


class Zeros(Initializer):
    """Every element is 0: right for biases; for weights it keeps all units alike for ever."""

    distribution = "constant"

    def scale(self, shape: Sequence[int]) -> float:
        """Return 0."""
        return 0.0
