"""The Dice loss in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable(package="dl_parity")
class DiceLoss(keras.losses.Loss):
    """One less the Dice coefficient of each example's region.

    :class:`keras.losses.Dice` takes the whole batch for one region, and has no ``smooth``.

    Shapes:
        t, y (N, ...), both the same. L: a scalar, or (N,) with ``reduction="none"``.
    """

    def __init__(
        self,
        smooth: float = 1.0,
        squared: bool = False,
        whole_batch: bool = False,
        reduction: str = "mean",
        **kwargs,
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.smooth, self.squared, self.whole_batch = smooth, squared, whole_batch

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        axes = None if self.whole_batch else tuple(range(1, len(y_pred.shape)))
        both = ops.sum(y_pred * y_true, axis=axes)
        if self.squared:
            y_pred, y_true = ops.square(y_pred), ops.square(y_true)
        sums = ops.sum(y_pred + y_true, axis=axes)
        return 1 - (2 * both + self.smooth) / (sums + self.smooth)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"smooth": self.smooth, "squared": self.squared}
        return {**super().get_config(), **own, "whole_batch": self.whole_batch}
