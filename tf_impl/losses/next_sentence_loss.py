"""The loss of BERT's next-sentence prediction in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class NextSentenceLoss(keras.losses.SparseCategoricalCrossentropy):
    """Cross-entropy of "follows" and "does not", as Keras' own from logits.

    Shapes:
        t (...), x (..., 2). L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", **kwargs) -> None:
        super().__init__(from_logits=True, reduction=reduction, **kwargs)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(y_true, y_pred)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["from_logits"]
        return config
