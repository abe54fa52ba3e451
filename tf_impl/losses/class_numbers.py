"""Class numbers and one-hot targets, told apart and made one-hot."""

from __future__ import annotations

import tensorflow as tf
from keras import ops


def are_class_numbers(y_true: tf.Tensor, y_pred: tf.Tensor) -> bool:
    """Tell class numbers from one-hot targets: they have an axis fewer than the prediction."""
    return len(y_true.shape) < len(y_pred.shape)


def one_hot(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """Return the targets one-hot; a Keras loss is given class numbers as floats."""
    if not are_class_numbers(y_true, y_pred):
        return y_true
    return ops.one_hot(ops.cast(y_true, "int32"), y_pred.shape[-1], dtype=y_pred.dtype)
