"""Binary cross-entropy from logits in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.elements import each_element
from tf_impl.losses.weights import Weight, weighed


@keras.saving.register_keras_serializable(package="dl_parity")
class BinaryCrossEntropyWithLogits(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its logit, as :class:`keras.losses.BinaryCrossentropy`.

    Keras' own has no ``pos_weight``; TensorFlow's ``weighted_cross_entropy_with_logits`` has one.
    Keras takes ``weight`` as the ``sample_weight`` of a call.

    Shapes:
        t, x: any, both the same; weight, pos_weight: what meets x element by element. L: a scalar,
        or the shape of x with ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: Weight | None = None,
        pos_weight: Weight | None = None,
        **kwargs,
    ) -> None:
        super().__init__(True, label_smoothing, reduction=reduction, **kwargs)
        self.weight, self.pos_weight = weight, pos_weight

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        if self.pos_weight is None:
            return weighed(super().call(*each_element(y_true, y_pred)), self.weight)
        smooth = self.label_smoothing
        t, q = y_true * (1 - smooth) + smooth / 2, tf.constant(self.pos_weight, y_pred.dtype)
        losses = tf.nn.weighted_cross_entropy_with_logits(t, y_pred, q)
        return weighed(losses, self.weight)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["from_logits"], config["axis"]
        return {**config, "weight": self.weight, "pos_weight": self.pos_weight}
