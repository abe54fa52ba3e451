"""What is counted down a ranking, by Keras' metrics."""

from __future__ import annotations

import keras
import tensorflow as tf


def from_0_to_1(y: tf.Tensor) -> tuple[tf.Tensor, list[float]]:
    """Return scores in the same order between 0 and 1, and a threshold below each of them.

    Keras' metrics want both between 0 and 1; what they count depends on the order alone.

    Shapes:
        y (N,); K thresholds for K different scores, the largest first.
    """
    scores = tf.sort(tf.unique(y)[0])
    K = len(scores)
    place = tf.cast(tf.searchsorted(scores, y), keras.config.floatx())
    return (place + 1) / (K + 1), [(k - 0.5) / (K + 1) for k in range(K, 0, -1)]


def counted_down(y: tf.Tensor, t: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Return how many positive and negative examples have at least each score, the largest first.

    Shapes:
        y and t (N,); both results (K,), for K different scores.
    """
    y, thresholds = from_0_to_1(y)
    kinds = (keras.metrics.TruePositives, keras.metrics.FalsePositives)
    tp, fp = (kind(thresholds=thresholds)(t, y) for kind in kinds)
    return tf.reshape(tp, [-1]), tf.reshape(fp, [-1])
