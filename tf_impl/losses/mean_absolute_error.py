"""Mean absolute error in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element


@keras.saving.register_keras_serializable(package="dl_parity")
class MeanAbsoluteError(keras.losses.MeanAbsoluteError):
    """L = mean |y - t| over every element, as :class:`keras.losses.MeanAbsoluteError`.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", **kwargs) -> None:
        super().__init__(reduction=reduction, **kwargs)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*each_element(y_true, y_pred))
