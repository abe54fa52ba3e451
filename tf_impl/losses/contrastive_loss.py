"""The contrastive loss in Keras, which has none itself."""

from __future__ import annotations

import tensorflow as tf
from keras import ops

from tf_impl.losses.reducing import reduced


def contrastive_loss(
    x1: tf.Tensor,
    x2: tf.Tensor,
    t: tf.Tensor,
    margin: float = 1.0,
    same_label: int = 1,
    half: bool = True,
    reduction: str = "mean",
) -> tf.Tensor:
    """Return L; the root has no slope at 0, so none is taken there.

    Shapes:
        x1, x2 (N, D), t (N,); L a scalar, or (N,) with ``reduction="none"``.
    """
    square = ops.sum(ops.square(x1 - x2), axis=1)
    apart = square > 0
    d = ops.where(apart, ops.sqrt(ops.where(apart, square, 1)), 0)
    losses = ops.where(t == same_label, square, ops.square(ops.relu(margin - d)))
    return reduced(losses / 2 if half else losses, reduction)
