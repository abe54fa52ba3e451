"""He initialization (uniform)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.initializer import Initializer


class HeUniform(Initializer):
    """Uniform with He's variance 2 / fan_in: limit = sqrt(6 / fan_in) (He et al. 2015)."""

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(6 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(6 / fan_in)
