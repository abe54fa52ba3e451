"""Random flip in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def random_flip(x: tf.Tensor, flip: tf.Tensor, vertical: bool = False) -> tf.Tensor:
    """Return the images, those that were drawn mirrored by :mod:`tf.image`.

    Shapes:
        x (N, C, H, W), flip (N,); the result as x.
    """
    mirror = tf.image.flip_up_down if vertical else tf.image.flip_left_right
    mirrored = tf.transpose(mirror(tf.transpose(x, [0, 2, 3, 1])), [0, 3, 1, 2])
    return tf.where(tf.cast(flip, tf.bool)[:, None, None, None], mirrored, x)
