"""Precision in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.metrics.averaging import averaged, by_class


def precision(
    y: tf.Tensor, t: tf.Tensor, average: str = "binary", n_classes: int | None = None
) -> tf.Tensor:
    """Return the share of what is said to be of a class that is of it.

    It is that of :class:`keras.metrics.Precision`, class by class.

    Shapes:
        y and t (N,); the result a scalar, or (C,) for each class.
    """
    return averaged(by_class(keras.metrics.Precision, y, t, average, n_classes), y, t, average)
