"""Softplus in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Softplus(keras.layers.Layer):
    """y = log(1 + exp(x)), as :func:`keras.activations.softplus`."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.softplus(inputs)
