"""fan_in and fan_out in Keras."""

from __future__ import annotations

from collections.abc import Sequence

from keras.src.initializers.random_initializers import compute_fans


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out) as Keras' initializers count them, which it keeps to itself."""
    fan_in, fan_out = compute_fans(tuple(shape))
    return int(fan_in), int(fan_out)
