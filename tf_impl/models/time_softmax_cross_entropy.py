"""Softmax with cross-entropy at every step of a sequence in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class TimeSoftmaxCrossEntropy(keras.layers.Layer):
    """The mean over the tokens that count, by ``SparseCategoricalCrossentropy(ignore_class=...)``.

    Shapes:
        x (N, T, C), t (N, T), L a scalar.
    """

    def __init__(self, ignore_label: int | None = -1, **kwargs) -> None:
        super().__init__(**kwargs)
        self.ignore_label = ignore_label
        self.built = True

    def call(self, inputs: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
        """Return L."""
        loss = keras.losses.SparseCategoricalCrossentropy(
            from_logits=True, ignore_class=self.ignore_label, dtype=inputs.dtype
        )
        return loss(t, inputs)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "ignore_label": self.ignore_label}


class _Weighted(TimeSoftmaxCrossEntropy):
    """The loss with padding left out by weights of 0, and divided by all tokens."""

    def call(self, inputs: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
        """Return L."""
        counts = t != self.ignore_label
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype=inputs.dtype)
        weights = tf.cast(counts, inputs.dtype)
        return loss(tf.where(counts, t, tf.zeros_like(t)), inputs, sample_weight=weights)
