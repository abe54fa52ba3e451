"""Local response normalization in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class LocalResponseNorm(keras.layers.Layer):
    """x / (k + alpha sum of x^2)^beta.

    Composed: :func:`tf.nn.local_response_normalization` has no float64 kernel, and no even size.
    The sum over neighbouring channels is a product with a band of ones.
    """

    def __init__(
        self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0, **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.size, self.alpha, self.beta, self.k = size, alpha, beta, k

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, of the shape of the inputs (N, H, W, C)."""
        channels = inputs.shape[-1]
        ones = tf.ones((channels, channels), dtype=inputs.dtype)
        # Row: the channel that is summed; column: the channel whose window it lies in.
        before, after = (min(n, channels) for n in (self.size // 2, (self.size - 1) // 2))
        window = tf.linalg.band_part(ones, after, before)
        sums = tf.linalg.matmul(tf.square(inputs), window)
        return inputs / (self.k + self.alpha * sums) ** self.beta

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"size": self.size, "alpha": self.alpha, "beta": self.beta, "k": self.k}
        return {**super().get_config(), **own}
