"""Glorot (Xavier) initialization (normal) in Keras."""

from __future__ import annotations

from tf_impl.initializers.normal import Normal


class GlorotNormal(Normal):
    """std = sqrt(2 / (fan_in + fan_out)); Keras' GlorotNormal is the truncated form."""

    mode = "fan_avg"
