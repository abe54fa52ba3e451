"""Glorot (Xavier) initialization (uniform)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.initializer import Initializer


class GlorotUniform(Initializer):
    """Uniform with limit = sqrt(6 / (fan_in + fan_out)) (Glorot and Bengio 2010, eq. 16)."""

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(6 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(shape)
        return math.sqrt(6 / (fan_in + fan_out))
