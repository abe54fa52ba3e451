"""Initializers in Keras: ``keras.initializers``.

Shapes are Keras': (n_in, n_out) for a dense layer, (k_h, k_w, c_in, c_out) for a convolution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from keras.src.initializers.random_initializers import compute_fans


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Return (fan_in, fan_out) as Keras' initializers count them, which it keeps to itself."""
    fan_in, fan_out = compute_fans(tuple(shape))
    return int(fan_in), int(fan_out)


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


class _Uniform(Initializer):
    """One of Keras' uniform initializers, between limits that keep all their digits.

    Keras casts its limit, a Python float, by way of float32, even in float64 work; a NumPy
    float64 is left as it is. The variance and the fan are read off Keras' own initializer.
    """

    own = keras.initializers.VarianceScaling

    def rule(self, seed: int | None) -> keras.initializers.VarianceScaling:
        """Return Keras' own initializer."""
        return self.own(seed=seed)

    def __call__(
        self, shape: Sequence[int], seed: int | None = None, dtype: str | None = None
    ) -> tf.Tensor:
        """Draw a tensor of this shape; the same seed draws the same numbers."""
        rule = self.rule(seed)
        fan_in, fan_out = fans(shape)
        fan = fan_in if rule.mode == "fan_in" else (fan_in + fan_out) / 2
        limit = np.float64(math.sqrt(3 * rule.scale / fan))
        return keras.initializers.RandomUniform(-limit, limit, seed)(shape, dtype=dtype)


class LecunUniform(_Uniform):
    """limit = sqrt(3 / fan_in), as :class:`keras.initializers.LecunUniform`."""

    own = keras.initializers.LecunUniform


class GlorotUniform(_Uniform):
    """limit = sqrt(6 / (fan_in + fan_out)), as :class:`keras.initializers.GlorotUniform`."""

    own = keras.initializers.GlorotUniform


class HeUniform(_Uniform):
    """limit = sqrt(6 / fan_in), as :class:`keras.initializers.HeUniform`."""

    own = keras.initializers.HeUniform
