"""The focal loss in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable(package="dl_parity")
class FocalLoss(keras.losses.Loss):
    """L = -a (1 - p)^gamma log p, from logits throughout.

    :class:`keras.losses.BinaryFocalCrossentropy` takes the sigmoid first and clips it.

    Shapes:
        t, x: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(
        self, alpha: float | None = 0.25, gamma: float = 2.0, reduction: str = "mean", **kwargs
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.alpha, self.gamma = alpha, gamma

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        ce = ops.binary_crossentropy(y_true, y_pred, from_logits=True)
        wrong = ops.sigmoid(y_pred) * (1 - y_true) + ops.sigmoid(-y_pred) * y_true
        losses = wrong**self.gamma * ce
        if self.alpha is None:
            return losses
        return losses * (self.alpha * y_true + (1 - self.alpha) * (1 - y_true))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "alpha": self.alpha, "gamma": self.gamma}
