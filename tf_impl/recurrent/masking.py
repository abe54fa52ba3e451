"""Finds the padding of sequences in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class Masking(keras.layers.Masking):
    """Tells the steps that count from padding, as :class:`keras.layers.Masking`.

    Keras hands its mask on unseen, as a property of y; here it is returned as well.

    Shapes:
        x and y (N, T, n_in), mask (N, T).
    """

    def __init__(self, mask_value: float = 0.0, **kwargs) -> None:
        super().__init__(mask_value, **kwargs)

    def call(self, inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return (y, mask): x with 0 at padded steps, and whether each step counts."""
        return super().call(inputs), super().compute_mask(inputs)

    def compute_mask(self, inputs: tf.Tensor, mask: tf.Tensor | None = None) -> list:
        """Return the mask of y; the mask itself has none."""
        return [super().compute_mask(inputs), None]

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shapes of y and of the mask."""
        return input_shape, input_shape[:2]
