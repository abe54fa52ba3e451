"""Softmax with a temperature in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class TemperatureSoftmax(keras.layers.Softmax):
    """y_i = exp(x_i / T) / sum_j exp(x_j / T), as :class:`keras.layers.Softmax` of x / T."""

    def __init__(self, temperature: float = 1.0, axis: int = -1, **kwargs) -> None:
        super().__init__(axis=axis, **kwargs)
        self.temperature = temperature

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        return super().call(inputs / self.temperature)

    def get_config(self) -> dict:
        """Return the arguments of the constructor."""
        return {**super().get_config(), "temperature": self.temperature}
