"""The negative log-likelihood in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable(package="dl_parity")
class NegativeLogLikelihood(keras.losses.Loss):
    """L = -w_t x_t of the right class t; Keras has it behind a softmax alone.

    Shapes:
        t (...) class numbers, x (..., C). L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(
        self,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
        reduction: str = "mean",
        **kwargs,
    ) -> None:
        super().__init__(reduction=reduction, **kwargs)
        self.weight, self.ignore_index, self.mean_over = weight, ignore_index, mean_over

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the losses before the reduction."""
        classes = y_pred.shape[-1]
        number = ops.cast(y_true, "int32")
        kept = ops.cast(ops.not_equal(number, self.ignore_index), y_pred.dtype)
        weight = ops.convert_to_tensor(self.weight or [1.0] * classes, dtype=y_pred.dtype)
        # The label that is ignored is no class, so its row of one_hot is 0.
        chosen = ops.one_hot(number, classes, dtype=y_pred.dtype) * kept[..., None]
        w = ops.sum(chosen * weight, axis=-1)
        losses = -ops.sum(chosen * weight * y_pred, axis=-1)
        if self.reduction != "mean":
            return losses
        # Keras divides by how many there are; what stands here is divided by what counts.
        total = ops.sum(w if self.mean_over == "weights" else kept)
        return losses * (ops.cast(ops.size(losses), losses.dtype) / total)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {"weight": self.weight, "ignore_index": self.ignore_index}
        return {**super().get_config(), **own, "mean_over": self.mean_over}
