"""Glorot (Xavier) initialization (normal)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.normal import Normal


class GlorotNormal(Normal):
    """std = sqrt(2 / (fan_in + fan_out)), for sigmoid and tanh (Glorot and Bengio 2010, eq. 12)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(2 / (fan_in + fan_out))."""
        fan_in, fan_out = fans(shape)
        return math.sqrt(2 / (fan_in + fan_out))
