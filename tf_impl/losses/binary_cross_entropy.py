"""Binary cross-entropy from probabilities in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.losses.clipping import clipping_at
from tf_impl.losses.elements import each_element
from tf_impl.losses.weights import Weight, weighed


@keras.saving.register_keras_serializable(package="dl_parity")
class BinaryCrossEntropy(keras.losses.BinaryCrossentropy):
    """Cross-entropy of a yes or no from its probability: :class:`keras.losses.BinaryCrossentropy`.

    Where y comes straight from Keras' sigmoid, Keras' own would go back to the logit behind it;
    here y is what counts.

    Shapes:
        t, y: any, both the same; weight, Keras' ``sample_weight``: what meets y element by element.
        L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        epsilon: float = 1e-7,
        weight: Weight | None = None,
        **kwargs,
    ) -> None:
        super().__init__(label_smoothing=label_smoothing, reduction=reduction, **kwargs)
        self.epsilon, self.weight = epsilon, weight

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        with clipping_at(self.epsilon):
            return weighed(super().call(*each_element(y_true, y_pred)), self.weight)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["from_logits"], config["axis"]
        return {**config, "epsilon": self.epsilon, "weight": self.weight}
