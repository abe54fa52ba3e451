"""Mean intersection over union of a segmentation in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def mean_iou(y: tf.Tensor, t: tf.Tensor, n_classes: int, ignore: int | None = None) -> tf.Tensor:
    """Return the mean over the classes of their IoU, from :func:`tf.math.confusion_matrix`.

    ``keras.metrics.MeanIoU`` counts the same in float32, and adds Keras' epsilon.

    Shapes:
        y and t any, both the same; the mean a scalar.
    """
    if ignore is not None:
        y, t = tf.boolean_mask(y, t != ignore), tf.boolean_mask(t, t != ignore)
    y, t = tf.reshape(y, [-1]), tf.reshape(t, [-1])
    n = tf.math.confusion_matrix(t, y, n_classes, dtype=keras.config.floatx())
    common = tf.linalg.diag_part(n)
    union = tf.reduce_sum(n, 0) + tf.reduce_sum(n, 1) - common
    present = union > 0
    return tf.reduce_mean(tf.boolean_mask(common, present) / tf.boolean_mask(union, present))


def _metric(y: tf.Tensor, t: tf.Tensor, n_classes: int) -> tf.Tensor:
    """Return what Keras' metric gives."""
    metric = keras.metrics.MeanIoU(num_classes=n_classes)
    metric.update_state(t, y)
    return metric.result()
