"""Cross-entropy from probabilities in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.losses.class_numbers import one_hot
from tf_impl.losses.clipping import clipping_at


@keras.saving.register_keras_serializable(package="dl_parity")
class CrossEntropy(keras.losses.Loss):
    """Cross-entropy of C classes from probabilities.

    With ``normalize=True``, as :class:`keras.losses.CategoricalCrossentropy`, class numbers made
    one-hot: ``SparseCategoricalCrossentropy`` would clip first and then normalize. Where y comes
    straight from Keras' softmax, Keras' own would go back to the logits behind it, and neither
    normalize nor clip; here y is what counts.

    Shapes:
        t (...) class numbers or (..., C) one-hot, y (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
        **kwargs,
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.label_smoothing = label_smoothing
        self.normalize = normalize
        self.epsilon = epsilon

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        y_true = one_hot(y_true, y_pred)
        if self.normalize:
            y_pred = tf.identity(y_pred)  # forgets the logits that a Keras softmax leaves on it
            with clipping_at(self.epsilon):
                return keras.losses.categorical_crossentropy(
                    y_true, y_pred, label_smoothing=self.label_smoothing
                )
        # Keras has no cross-entropy that does not normalize.
        log_p = ops.log(ops.clip(y_pred, self.epsilon, 1 - self.epsilon))
        smooth = self.label_smoothing
        return (smooth - 1) * ops.sum(y_true * log_p, axis=-1) - smooth * ops.mean(log_p, axis=-1)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"label_smoothing": self.label_smoothing, "normalize": self.normalize}
        return {**super().get_config(), **own, "epsilon": self.epsilon}
