"""Binary cross-entropy from logits in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element


@keras.saving.register_keras_serializable(package="dl_parity")
class BinaryCrossEntropyWithLogits(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its logit, as :class:`keras.losses.BinaryCrossentropy`.

    Shapes:
        t, x: any, both the same. L: a scalar, or the shape of x with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0, **kwargs) -> None:
        super().__init__(True, label_smoothing, reduction=reduction, **kwargs)

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        return super().call(*each_element(y_true, y_pred))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["from_logits"], config["axis"]
        return config
