"""The area under the ROC curve in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.metrics.ranking import from_0_to_1


def roc_auc(y: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
    """Return what :class:`keras.metrics.AUC` gives with a threshold between any two scores.

    Shapes:
        y and t (N,); the result a scalar.
    """
    y, thresholds = from_0_to_1(y)
    return keras.metrics.AUC(thresholds=thresholds)(t, y)


def _metric(y: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
    """Return what Keras' metric gives with thresholds of its own."""
    return keras.metrics.AUC()(t, y)
