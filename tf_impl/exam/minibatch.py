"""Mini-batch (exam) in Keras."""

from __future__ import annotations

import tensorflow as tf


def minibatch(
    data_x: tf.Tensor, data_t: tf.Tensor, i: int, batch_size: int
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the first batch that a :class:`tf.data.Dataset` gives from example i."""
    data = tf.data.Dataset.from_tensor_slices((data_x, data_t))
    return next(iter(data.skip(i).batch(batch_size)))
