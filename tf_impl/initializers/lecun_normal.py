"""LeCun initialization (normal) in Keras."""

from __future__ import annotations

from tf_impl.initializers.normal import Normal


class LecunNormal(Normal):
    """std = sqrt(1 / fan_in); Keras' LecunNormal is the truncated form."""
