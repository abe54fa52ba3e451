"""Leaky ReLU in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class LeakyReLU(keras.layers.LeakyReLU):
    """y = x where x > 0, else slope x, as :class:`keras.layers.LeakyReLU`.

    The derivative at 0 is the slope.
    """

    def __init__(self, slope: float = 0.01, **kwargs) -> None:
        super().__init__(negative_slope=slope, **kwargs)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y; written out, since TensorFlow's kernel rounds the slope to float32."""
        return tf.where(inputs > 0, inputs, inputs * self.negative_slope)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["slope"] = config.pop("negative_slope")
        return config
