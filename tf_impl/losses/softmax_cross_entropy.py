"""Softmax with cross-entropy in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.class_numbers import are_class_numbers, one_hot


@keras.saving.register_keras_serializable(package="dl_parity")
class SoftmaxCrossEntropy(keras.losses.Loss):
    """Cross-entropy of C classes from logits, as Keras' two categorical cross-entropies.

    Shapes:
        t (...) class numbers or (..., C) one-hot, x (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0, **kwargs) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.label_smoothing = label_smoothing

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        if are_class_numbers(y_true, y_pred) and not self.label_smoothing:
            return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
        return keras.losses.categorical_crossentropy(
            one_hot(y_true, y_pred),
            y_pred,
            from_logits=True,
            label_smoothing=self.label_smoothing,
        )

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "label_smoothing": self.label_smoothing}
