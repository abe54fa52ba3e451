"""One-hot rows in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def one_hot(idx: tf.Tensor, n_classes: int) -> tf.Tensor:
    """Return y (..., n_classes) for idx (...), by :func:`keras.ops.one_hot`.

    An index outside gives a row of zeros here, where NumPy and PyTorch refuse it.
    """
    return keras.ops.one_hot(idx, n_classes, dtype="float64")
