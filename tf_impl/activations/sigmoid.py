"""Sigmoid in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Sigmoid(keras.layers.Layer):
    """y = 1 / (1 + exp(-x)), as :func:`keras.activations.sigmoid`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.sigmoid(inputs)
