"""The F score in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.metrics.averaging import averaged, by_class


def f1_score(
    y: tf.Tensor,
    t: tf.Tensor,
    average: str = "binary",
    n_classes: int | None = None,
    beta: float = 1.0,
) -> tf.Tensor:
    """Return the harmonic mean of Keras' precision and recall.

    ``keras.metrics.FBetaScore`` adds Keras' epsilon to each divisor.

    Shapes:
        y and t (N,); the result a scalar, or (C,) for each class.
    """
    P = by_class(keras.metrics.Precision, y, t, average, n_classes)
    R = by_class(keras.metrics.Recall, y, t, average, n_classes)
    each = tf.math.divide_no_nan((1 + beta**2) * P * R, beta**2 * P + R)
    return averaged(each, y, t, average)


def _metric(y: tf.Tensor, t: tf.Tensor, n_classes: int, average: str | None = None) -> tf.Tensor:
    """Return what Keras' own metric gives."""
    kind = keras.config.floatx()
    metric = keras.metrics.F1Score(average)
    return metric(tf.one_hot(t, n_classes, dtype=kind), tf.one_hot(y, n_classes, dtype=kind))
