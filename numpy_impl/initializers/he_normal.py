"""He initialization (normal)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.normal import Normal


class HeNormal(Normal):
    """std = sqrt(2 / fan_in), for ReLU (He et al. 2015, eq. 10)."""

    def std(self, shape: Sequence[int]) -> float:
        """Return sqrt(2 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(2 / fan_in)
