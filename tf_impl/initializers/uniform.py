"""What the initializers with a uniform distribution share."""

from __future__ import annotations

import math
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from tf_impl.initializers.fans import fans
from tf_impl.initializers.initializer import Initializer


class Uniform(Initializer):
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
        seed = self.seed if seed is None else seed
        rule = self.rule(seed)
        fan_in, fan_out = fans(shape)
        fan = fan_in if rule.mode == "fan_in" else (fan_in + fan_out) / 2
        limit = np.float64(math.sqrt(3 * rule.scale / fan))
        return keras.initializers.RandomUniform(-limit, limit, seed)(shape, dtype=dtype)
