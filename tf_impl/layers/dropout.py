"""Dropout in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class Dropout(keras.layers.Dropout):
    """y = x m / (1 - rate) in training, as :class:`keras.layers.Dropout`.

    ``scaling="taught"`` divides by nothing in training and multiplies by 1 - rate in inference.
    """

    def __init__(
        self, rate: float = 0.5, scaling: str = "inverted", seed: int | None = None, **kwargs
    ) -> None:
        super().__init__(rate, seed=seed, **kwargs)
        self.keep, self.scaling = 1 - rate, scaling

    def call(
        self, inputs: tf.Tensor, training: bool = False, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Return y; in training ``mask`` (1 keeps, 0 drops) is used, and drawn if not given."""
        if training and mask is not None:
            y = inputs * tf.cast(mask, inputs.dtype)
            return y / self.keep if self.scaling == "inverted" else y
        y = super().call(inputs, training=training)
        return y if self.scaling == "inverted" else self.keep * y

    def compute_mask(self, inputs: tf.Tensor, previous_mask: tf.Tensor | None) -> None:
        """Return no mask: Keras would hand this one on as the time steps that later layers see."""
        return None

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "scaling": self.scaling}
