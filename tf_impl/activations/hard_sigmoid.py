"""The hard sigmoid in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class HardSigmoid(keras.layers.Layer):
    """y = alpha x + beta, kept between 0 and 1, by :func:`keras.activations.relu6`.

    Keras' own hard_sigmoid has the slope 1/6 and no argument for it.
    """

    def __init__(self, alpha: float = 1 / 6, beta: float = 0.5, **kwargs) -> None:
        super().__init__(**kwargs)
        self.alpha, self.beta = alpha, beta

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        line = self.alpha * inputs + self.beta
        return keras.activations.relu6(6 * line) / 6

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}
