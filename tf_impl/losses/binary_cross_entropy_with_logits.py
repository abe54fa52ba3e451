"""Binary cross-entropy from logits in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element


class BinaryCrossEntropyWithLogits(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its logit, as :class:`keras.losses.BinaryCrossentropy`.

    Shapes:
        t, x: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(from_logits=True, label_smoothing=label_smoothing, reduction=reduction)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*each_element(y_true, y_pred))
