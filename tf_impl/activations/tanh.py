"""Hyperbolic tangent (tanh) in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Tanh(keras.layers.Layer):
    """y = tanh(x), as :func:`keras.activations.tanh`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.tanh(inputs)
