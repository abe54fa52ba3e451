"""The hinge loss in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element


@keras.saving.register_keras_serializable(package="dl_parity")
class HingeLoss(keras.losses.Loss):
    """L = max(0, 1 - t y), by :func:`keras.losses.hinge` and its squared form.

    Shapes:
        t, y: any, both the same, t of -1 and 1 or of 0 and 1. L: a scalar, or the shape of y with
        ``reduction="none"``.
    """

    def __init__(self, squared: bool = False, reduction: str = "mean", **kwargs) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.squared = squared

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        hinge = keras.losses.squared_hinge if self.squared else keras.losses.hinge
        return hinge(*each_element(y_true, y_pred))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "squared": self.squared}
