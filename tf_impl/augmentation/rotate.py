"""Rotating images in TensorFlow."""

from __future__ import annotations

import keras
import tensorflow as tf

PI = 3.141592653589793


def rotate(x: tf.Tensor, angle: tf.Tensor, fill: float = 0.0) -> tf.Tensor:
    """Return the images, gathered from the four pixels around each place.

    :func:`keras.ops.image.affine_transform` takes its matrix in float32.

    Shapes:
        x (N, C, H, W), angle (N,) in degrees, counterclockwise; the result as x.
    """
    height, width = x.shape[2:]
    c, s = (f(angle * (PI / 180))[:, tf.newaxis, tf.newaxis] for f in (tf.cos, tf.sin))
    v = tf.range(height, dtype=x.dtype)[:, tf.newaxis] - (height - 1) / 2
    u = tf.range(width, dtype=x.dtype) - (width - 1) / 2
    row, column = s * u + c * v + (height - 1) / 2, c * u - s * v + (width - 1) / 2
    around = tf.pad(x - fill, [[0, 0], [0, 0], [1, 1], [1, 1]])
    around = tf.transpose(around, [0, 2, 3, 1])
    y = tf.zeros_like(tf.transpose(x, [0, 2, 3, 1]))
    for h in (tf.floor(row), tf.floor(row) + 1):
        for w in (tf.floor(column), tf.floor(column) + 1):
            weight = (1 - tf.abs(row - h)) * (1 - tf.abs(column - w))
            places = tf.stack(
                [
                    tf.cast(tf.clip_by_value(h + 1, 0, height + 1), tf.int32),
                    tf.cast(tf.clip_by_value(w + 1, 0, width + 1), tf.int32),
                ],
                axis=-1,
            )
            y += weight[..., tf.newaxis] * tf.gather_nd(around, places, batch_dims=1)
    return tf.transpose(y, [0, 3, 1, 2]) + fill


def _own(x: tf.Tensor, angle: tf.Tensor) -> tf.Tensor:
    """Return what Keras' own function gives."""
    height, width = x.shape[2:]
    turn = angle * (PI / 180)
    c, s, none = tf.cos(turn), tf.sin(turn), tf.zeros_like(turn)
    down, right = (height - 1) / 2, (width - 1) / 2
    across = [c, -s, right - c * right + s * down]
    upright = [s, c, down - s * right - c * down]
    matrix = tf.cast(tf.stack([*across, *upright, none, none], axis=1), tf.float32)
    found = keras.ops.image.affine_transform(
        tf.transpose(x, [0, 2, 3, 1]), matrix, data_format="channels_last"
    )
    return tf.transpose(found, [0, 3, 1, 2])
