"""The exam's vectors as batches of one, which Keras' cells take."""

from __future__ import annotations

import tensorflow as tf


def as_batch(array: tf.Tensor) -> tf.Tensor:
    """Return one example as a batch of one, and a batch as it is: Keras takes batches only."""
    return tf.reshape(array, (-1, array.shape[-1]))
