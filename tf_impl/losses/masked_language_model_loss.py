"""The loss of BERT's masked language model in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class MaskedLanguageModelLoss(keras.losses.Loss):
    """Keras' sparse categorical cross-entropy at the masked places, by its ignore_class.

    Keras notes on the losses which of them were ignored, and leaves these out of the mean.

    Shapes:
        t (...), x (..., V). L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", ignore_index: int = -100, **kwargs) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.ignore_index = ignore_index

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return keras.losses.sparse_categorical_crossentropy(
            y_true, y_pred, from_logits=True, ignore_class=self.ignore_index
        )

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "ignore_index": self.ignore_index}


class _NothingIgnored(MaskedLanguageModelLoss):
    """The loss without ignore_class, as Keras' own is untold."""

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
