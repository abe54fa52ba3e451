"""Dropping a whole branch, example by example, in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.layers.dropout import Dropout


@keras.saving.register_keras_serializable(package="dl_parity")
class DropConnect(Dropout):
    """y = x m / (1 - rate), with one m for each example.

    It is :class:`keras.layers.Dropout` with a noise shape of (N, 1, 1, 1), as in Keras'
    EfficientNet, for any number of axes.
    """

    def __init__(self, rate: float = 0.2, seed: int | None = None, **kwargs) -> None:
        super().__init__(rate, seed=seed, **kwargs)

    def call(
        self, inputs: tf.Tensor, training: bool = False, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Return y; in training ``mask`` (1 keeps, 0 drops) is used, and drawn if not given."""
        if not training:
            return inputs
        shape = (inputs.shape[0], *[1] * (len(inputs.shape) - 1))
        if mask is not None:
            return inputs * tf.reshape(tf.cast(mask, inputs.dtype), shape) / self.keep
        if self.rate == 0:
            return inputs
        return keras.random.dropout(inputs, self.rate, shape, seed=self.seed_generator)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        return {name: config[name] for name in config if name not in ("scaling", "noise_shape")}
