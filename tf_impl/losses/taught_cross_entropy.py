"""Cross-entropy as taught, with 1e-7 in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.losses.class_numbers import one_hot


@keras.saving.register_keras_serializable(package="dl_parity")
class TaughtCrossEntropy(keras.losses.Loss):
    """L = -1/N sum t log(y + 1e-7), the form that introductory courses write.

    Shapes:
        t (...) class numbers or (..., C) one-hot, y (..., C). L: a scalar.
    """

    def __init__(self, **kwargs) -> None:
        super().__init__(reduction="mean", **kwargs)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return -ops.sum(one_hot(y_true, y_pred) * ops.log(y_pred + 1e-7), axis=-1)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["reduction"]
        return config
