"""Random erasing in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def random_erase(x: tf.Tensor, boxes: tf.Tensor, value: float = 0.0) -> tf.Tensor:
    """Return the images with a rectangle of each erased; ``keras.layers.RandomErasing`` draws it.

    Shapes:
        x (N, C, H, W), boxes (N, 4); the result as x.
    """

    def inside(start: tf.Tensor, size: tf.Tensor, length: int) -> tf.Tensor:
        return tf.sequence_mask(start + size, length) & ~tf.sequence_mask(start, length)

    top, left, height, width = tf.unstack(boxes, axis=1)
    rows, columns = inside(top, height, x.shape[2]), inside(left, width, x.shape[3])
    erased = rows[:, None, :, None] & columns[:, None, None, :]
    return tf.where(erased, tf.cast(value, x.dtype), x)
