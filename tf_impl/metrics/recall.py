"""Recall in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.metrics.averaging import averaged, by_class


def recall(
    y: tf.Tensor, t: tf.Tensor, average: str = "binary", n_classes: int | None = None
) -> tf.Tensor:
    """Return the share of what is of a class that is said to be of it.

    It is that of :class:`keras.metrics.Recall`, class by class.

    Shapes:
        y and t (N,); the result a scalar, or (C,) for each class.
    """
    return averaged(by_class(keras.metrics.Recall, y, t, average, n_classes), y, t, average)
