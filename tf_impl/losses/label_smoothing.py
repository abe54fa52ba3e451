"""Cross-entropy with smoothed labels in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.class_numbers import one_hot


@keras.saving.register_keras_serializable(package="dl_parity")
class LabelSmoothing(keras.losses.Loss):
    """Cross-entropy with smoothed labels: Keras' categorical cross-entropy and label_smoothing.

    Keras' sparse one, which takes class numbers, has no label_smoothing: they are made one-hot.

    Shapes:
        t (...) class numbers or (..., C) one-hot, x (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, smoothing: float = 0.1, reduction: str = "mean", **kwargs) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.smoothing = smoothing

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return keras.losses.categorical_crossentropy(
            one_hot(y_true, y_pred), y_pred, from_logits=True, label_smoothing=self.smoothing
        )

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "smoothing": self.smoothing}
