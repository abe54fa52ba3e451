"""GELU (Gaussian error linear unit) in Keras."""

from __future__ import annotations

import math

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class GELU(keras.layers.Layer):
    """y = x Phi(x), written out: :func:`keras.activations.gelu` has float32 constants in it."""

    def __init__(self, approximate: bool = False, **kwargs) -> None:
        super().__init__(**kwargs)
        self.approximate = approximate

    def call(self, inputs):
        """Return y, of the shape of x."""
        if self.approximate:
            u = math.sqrt(2 / math.pi) * (inputs + 0.044715 * inputs**3)
            return 0.5 * inputs * (1 + keras.ops.tanh(u))
        # erfc(-u) is 1 + erf(u), but keeps what is left where erf(u) is nearly -1.
        return 0.5 * inputs * tf.math.erfc(-inputs / math.sqrt(2))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "approximate": self.approximate}
