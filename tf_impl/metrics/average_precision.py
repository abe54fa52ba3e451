"""Average precision in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.metrics.ranking import counted_down, from_0_to_1


def average_precision(
    y: tf.Tensor,
    t: tf.Tensor,
    interpolation: str = "none",
    n_positives: int | None = None,
) -> tf.Tensor:
    """Return the precision of :class:`keras.metrics.Precision`, averaged over the recall.

    Shapes:
        y and t (N,); the result a scalar.
    """
    scores, thresholds = from_0_to_1(y)
    P = tf.reshape(keras.metrics.Precision(thresholds=thresholds)(t, scores), [-1])
    tp, _ = counted_down(y, t)
    if interpolation != "none":
        P = tf.reverse(tf.scan(tf.maximum, tf.reverse(P, [0])), [0])
    total = tp[-1] if n_positives is None else tf.cast(n_positives, tp.dtype)
    if interpolation == "eleven_points":
        tenths = tf.range(11, dtype=tp.dtype)[:, tf.newaxis] * total
        best = tf.reduce_max(tf.where(10 * tp >= tenths, P, tf.zeros_like(P)), axis=1)
        return tf.reduce_mean(best)
    return tf.reduce_sum((tp - tf.concat([[0], tp[:-1]], 0)) * P) / total


def _area(y: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
    """Return the area under Keras' precision-recall curve, a threshold between any two scores."""
    scores, thresholds = from_0_to_1(y)
    return keras.metrics.AUC(thresholds=thresholds, curve="PR")(t, scores)
