"""Batch normalization in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class BatchNorm(keras.layers.BatchNormalization):
    """Normalizes each channel over the batch, as :class:`keras.layers.BatchNormalization`.

    Shapes:
        x (N, C) or, channels last, (N, ..., C); gamma, beta, moving_mean, moving_variance (C,).
    """

    def __init__(
        self,
        n_channels: int,
        momentum: float = 0.9,
        epsilon: float = 1e-5,
        running_variance: str = "biased",
        **kwargs,
    ) -> None:
        super().__init__(axis=-1, momentum=momentum, epsilon=epsilon, **kwargs)
        self.n_channels, self.running_variance = n_channels, running_variance

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        kept = self.momentum * tf.identity(self.moving_variance)
        y = super().call(inputs, training=training)
        if training and self.running_variance == "unbiased":
            n = tf.size(inputs) // inputs.shape[-1]
            factor = tf.cast(n, kept.dtype) / tf.cast(n - 1, kept.dtype)
            self.moving_variance.assign(kept + (self.moving_variance - kept) * factor)
        return y

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["axis"]
        own = {"n_channels": self.n_channels, "running_variance": self.running_variance}
        return {**config, **own}
