"""Softmax with cross-entropy in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf
from keras import ops

from tf_impl.losses.class_numbers import are_class_numbers, one_hot


@keras.saving.register_keras_serializable(package="dl_parity")
class SoftmaxCrossEntropy(keras.losses.Loss):
    """Cross-entropy of C classes from logits, as Keras' two categorical cross-entropies.

    Keras has class weights in ``fit`` alone, where they multiply an example's whole loss, smoothed
    or not; here a weight belongs to the logarithm of its class, as in PyTorch.

    Shapes:
        t (...) class numbers or (..., C) one-hot, x (..., C). L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
        **kwargs,
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.label_smoothing = label_smoothing
        self.weight, self.ignore_index, self.mean_over = weight, ignore_index, mean_over

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        numbers, dtype = are_class_numbers(y_true, y_pred), y_pred.dtype
        if numbers and self.weight is None and not self.label_smoothing:
            return keras.losses.sparse_categorical_crossentropy(
                y_true, y_pred, from_logits=True, ignore_class=self.ignore_index
            )
        kept = ops.ones_like(y_pred[..., 0])
        if numbers:
            kept = ops.cast(ops.not_equal(y_true, self.ignore_index), dtype)
        t = one_hot(y_true, y_pred) * kept[..., None]
        if self.weight is None:
            counts = kept
            losses = kept * keras.losses.categorical_crossentropy(
                t, y_pred, from_logits=True, label_smoothing=self.label_smoothing
            )
        else:
            weight = ops.convert_to_tensor(self.weight, dtype=dtype)
            counts = ops.sum(weight * t, axis=-1)
            smoothed = (1 - self.label_smoothing) * t + self.label_smoothing / y_pred.shape[-1]
            losses = -kept * ops.sum(weight * smoothed * ops.log_softmax(y_pred), axis=-1)
        if self.reduction != "mean":
            return losses
        # Keras divides by how many there are; what stands here is divided by what counts.
        total = ops.sum(counts if self.mean_over == "weights" else kept)
        return losses * (ops.cast(ops.size(losses), dtype) / total)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        names = ("label_smoothing", "weight", "ignore_index", "mean_over")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
