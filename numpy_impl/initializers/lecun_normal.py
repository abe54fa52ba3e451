"""LeCun initialization (normal)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.normal import Normal


class LecunNormal(Normal):
    """std = sqrt(1 / fan_in), for SELU and tanh (LeCun et al. 1998, Efficient BackProp, eq. 16)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(1 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(1 / fan_in)
