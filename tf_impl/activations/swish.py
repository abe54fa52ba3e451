"""The Swish activation in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class Swish(keras.layers.Layer):
    """y = x sigmoid(x), as :func:`keras.activations.silu`."""

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        return keras.activations.silu(inputs)
