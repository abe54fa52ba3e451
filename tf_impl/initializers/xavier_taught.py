"""Xavier initialization as taught in Keras."""

from __future__ import annotations

from tf_impl.initializers.normal import Normal


class XavierTaught(Normal):
    """std = 1 / sqrt(fan_in)."""
