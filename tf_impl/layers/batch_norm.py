"""Batch normalization in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class BatchNorm(keras.layers.BatchNormalization):
    """Normalizes each channel over the batch, as :class:`keras.layers.BatchNormalization`.

    Keras' own always infers from its moving statistics; without ``track_running_stats`` this one
    takes the batch's, and the moving statistics stay as they are.

    Shapes:
        x (N, C) or, channels last, (N, ..., C); gamma, beta, moving_mean, moving_variance (C,).
    """

    def __init__(
        self,
        n_channels: int,
        momentum: float = 0.9,
        epsilon: float = 1e-5,
        running_variance: str = "biased",
        use_gamma: bool = True,
        use_beta: bool = True,
        track_running_stats: bool = True,
        **kwargs,
    ) -> None:
        super().__init__(
            axis=-1,
            momentum=momentum if track_running_stats else 1.0,  # 1 keeps the old value
            epsilon=epsilon,
            center=use_beta,
            scale=use_gamma,
            **kwargs,
        )
        self.n_channels, self.running_variance = n_channels, running_variance
        self.track_running_stats, self.own_momentum = track_running_stats, momentum

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y, of the shape of the inputs."""
        if not self.track_running_stats:
            return super().call(inputs, training=True)
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
        scale, center = config.pop("scale"), config.pop("center")
        return {
            **config,
            "n_channels": self.n_channels,
            "momentum": self.own_momentum,
            "running_variance": self.running_variance,
            "use_gamma": scale,
            "use_beta": center,
            "track_running_stats": self.track_running_stats,
        }
