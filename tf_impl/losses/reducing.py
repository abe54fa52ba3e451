"""The reduction over the examples of a batch."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def reduced(values: tf.Tensor, reduction: str) -> tf.Tensor:
    """Return one number for each example as they are, their sum or their mean."""
    if reduction == "none":
        return values
    return ops.sum(values) if reduction == "sum" else ops.mean(values)
