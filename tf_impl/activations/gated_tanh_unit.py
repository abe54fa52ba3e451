"""The gated tanh unit in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class GatedTanhUnit(keras.layers.Layer):
    """y = tanh(a) s(b), of :func:`keras.ops.tanh` and :func:`keras.ops.sigmoid`."""

    def call(self, a: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of a and b."""
        return keras.ops.tanh(a) * keras.ops.sigmoid(b)

    def compute_output_shape(self, a_shape: tuple, b_shape: tuple) -> tuple:
        """Return the shape of y."""
        return tuple(a_shape)
