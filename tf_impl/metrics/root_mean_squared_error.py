"""Root mean squared error in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def root_mean_squared_error(y: tf.Tensor, t: tf.Tensor) -> tf.Tensor:
    """Return what :class:`keras.metrics.RootMeanSquaredError` gives.

    Shapes:
        y and t any, both the same; the result a scalar.
    """
    return keras.metrics.RootMeanSquaredError()(t, y)
