"""Binary cross-entropy from probabilities in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.clipping import clipping_at
from tf_impl.losses.elements import each_element


@keras.saving.register_keras_serializable(package="dl_parity")
class BinaryCrossEntropy(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its probability: :class:`keras.losses.BinaryCrossentropy`.

    Where y comes straight from Keras' sigmoid, Keras' own would go back to the logit behind it;
    here y is what counts.

    Shapes:
        t, y: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        epsilon: float = 1e-7,
        **kwargs,
    ) -> None:
        super().__init__(label_smoothing=label_smoothing, reduction=reduction, **kwargs)
        self.epsilon = epsilon

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        with clipping_at(self.epsilon):
            return super().call(*each_element(y_true, y_pred))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["from_logits"], config["axis"]
        return {**config, "epsilon": self.epsilon}
