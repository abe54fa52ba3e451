"""LeCun initialization (uniform)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.initializer import Initializer


class LecunUniform(Initializer):
    """Uniform between -limit and limit with LeCun's variance 1 / fan_in: limit = sqrt(3 / fan_in).

    A uniform distribution on [-a, a] has the variance a² / 3.
    """

    distribution = "uniform"

    def scale(self, shape: Sequence[int]) -> float:
        """Return the limit, sqrt(3 / fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(3 / fan_in)
