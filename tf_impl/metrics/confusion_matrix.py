"""The confusion matrix in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def confusion_matrix(y: tf.Tensor, t: tf.Tensor, n_classes: int | None = None) -> tf.Tensor:
    """Return how many examples of each true class are said to be of each class.

    Shapes:
        y and t any, both the same; n (C, C), the true classes first.
    """
    y, t = tf.reshape(y, [-1]), tf.reshape(t, [-1])
    return tf.math.confusion_matrix(t, y, n_classes)
