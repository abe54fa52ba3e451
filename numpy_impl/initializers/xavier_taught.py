"""Xavier initialization as taught."""

from __future__ import annotations

import math
from collections.abc import Sequence

from numpy_impl.initializers.fans import fans
from numpy_impl.initializers.normal import Normal


class XavierTaught(Normal):
    """Xavier initialization as the course teaches it: std = 1 / sqrt(fan_in).

    The same numbers as LeCun's; Glorot and Bengio's own proposal also looks at fan_out.
    """

    def std(self, shape: Sequence[int]) -> float:
        """Return 1 / sqrt(fan_in)."""
        fan_in, _ = fans(shape)
        return math.sqrt(1 / fan_in)
