"""The Huber loss in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element


@keras.saving.register_keras_serializable(package="dl_parity")
class Huber(keras.losses.Huber):
    """A parabola up to delta and a line beyond, as :class:`keras.losses.Huber`.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(self, delta: float = 1.0, reduction: str = "mean", **kwargs) -> None:
        super().__init__(delta=delta, reduction=reduction, **kwargs)
        self.delta = delta

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*each_element(y_true, y_pred))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "delta": self.delta}
