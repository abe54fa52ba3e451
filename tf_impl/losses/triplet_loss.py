"""The triplet loss in Keras."""

from __future__ import annotations

import tensorflow as tf
from keras import ops

from tf_impl.losses.reducing import reduced


def triplet_loss(
    anchor: tf.Tensor,
    positive: tf.Tensor,
    negative: tf.Tensor,
    margin: float = 1.0,
    squared: bool = False,
    reduction: str = "mean",
) -> tf.Tensor:
    """Return max(0, d(anchor, positive) - d(anchor, negative) + margin); Keras has none itself.

    Shapes:
        anchor, positive, negative (..., D); L a scalar, or (...) with ``reduction="none"``.
    """
    near = _distance(anchor - positive, squared)
    far = _distance(anchor - negative, squared)
    return reduced(ops.relu(near - far + margin), reduction)


def _distance(difference: tf.Tensor, squared: bool) -> tf.Tensor:
    """Return the length of each row; the root has no slope at 0, so none is taken there."""
    square = ops.sum(ops.square(difference), axis=-1)
    if squared:
        return square
    apart = square > 0
    return ops.where(apart, ops.sqrt(ops.where(apart, square, 1)), 0)
