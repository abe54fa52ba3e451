"""Initializers in Keras: ``keras.initializers``.

Shapes are Keras': (n_in, n_out) for a dense layer, (k_h, k_w, c_in, c_out) for a convolution.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out), read off the width that Keras gives each mode.

    Keras keeps its count of fans to itself, but VarianceScaling shows it: with scale 1, a draw is
    the unit draw from the same seed, divided by the root of the fan.
    """
    unit = keras.random.normal(shape, dtype="float64", seed=0)

    def fan(mode: str) -> int:
        scaling = keras.initializers.VarianceScaling(1.0, mode, "untruncated_normal", seed=0)
        drawn = scaling(shape, dtype="float64")
        return round(float(tf.reduce_sum(unit * unit) / tf.reduce_sum(drawn * drawn)))

    return fan("fan_in"), fan("fan_out")


class Initializer:
    """Draws a tensor: ``initializer(shape, seed, dtype)``."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return the Keras initializer that draws, with its seed."""
        raise NotImplementedError

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: str | None = None
    ) -> tf.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        return self.rule(seed)(shape, dtype=dtype)


class Zeros(Initializer):
    """Every element is 0."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' Zeros."""
        return keras.initializers.Zeros()


class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma."""

    def __init__(self, sigma: float = 0.01) -> None:
        self.sigma = sigma

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' RandomNormal."""
        return keras.initializers.RandomNormal(stddev=self.sigma, seed=seed)


class _Normal(Initializer):
    """VarianceScaling with a normal distribution, on request Keras' own truncated one."""

    factor, mode = 1.0, "fan_in"

    def __init__(self, truncated: bool = False) -> None:
        self.truncated = truncated

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' VarianceScaling."""
        distribution = "truncated_normal" if self.truncated else "untruncated_normal"
        return keras.initializers.VarianceScaling(self.factor, self.mode, distribution, seed)


class XavierTaught(_Normal):
    """std = 1 / sqrt(fan_in)."""


class LecunNormal(_Normal):
    """std = sqrt(1 / fan_in); Keras' LecunNormal is the truncated form."""


class GlorotNormal(_Normal):
    """std = sqrt(2 / (fan_in + fan_out)); Keras' GlorotNormal is the truncated form."""

    mode = "fan_avg"


class HeNormal(_Normal):
    """std = sqrt(2 / fan_in); Keras' HeNormal is the truncated form."""

    factor = 2.0


class LecunUniform(Initializer):
    """limit = sqrt(3 / fan_in)."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' LecunUniform."""
        return keras.initializers.LecunUniform(seed)


class GlorotUniform(Initializer):
    """limit = sqrt(6 / (fan_in + fan_out))."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' GlorotUniform."""
        return keras.initializers.GlorotUniform(seed)


class HeUniform(Initializer):
    """limit = sqrt(6 / fan_in)."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' HeUniform."""
        return keras.initializers.HeUniform(seed)
