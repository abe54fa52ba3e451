"""SELU (scaled exponential linear unit) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class SELU(keras.layers.Layer):
    """y = scale x where x > 0, else scale alpha (exp(x) - 1), as :func:`keras.activations.selu`.

    The derivative at 0 is scale.
    """

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        return keras.activations.selu(inputs)
