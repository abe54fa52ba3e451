"""Contrast in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def contrast(
    x: tf.Tensor,
    factor: tf.Tensor,
    about: str = "channel",
    clip: tuple[float, float] | None = None,
) -> tf.Tensor:
    """Return the images, each pixel's distance from the mean multiplied.

    ``tf.image.adjust_contrast`` computes in float32.

    Shapes:
        x (N, C, H, W), factor (N,); the result as x.
    """
    mean = tf.reduce_mean(x, axis=[2, 3], keepdims=True)
    if about == "gray":
        weights = tf.constant([0.299, 0.587, 0.114], dtype=x.dtype)
        mean = tf.einsum("nchw,c->nhw", mean, weights)[:, tf.newaxis]
    y = (x - mean) * tf.reshape(factor, [-1, 1, 1, 1]) + mean
    return y if clip is None else tf.clip_by_value(y, *(tf.cast(end, y.dtype) for end in clip))


def _own(x: tf.Tensor, factor: tf.Tensor) -> tf.Tensor:
    """Return what TensorFlow's function gives, image by image."""
    pairs = zip(tf.unstack(tf.transpose(x, [0, 2, 3, 1])), tf.unstack(factor), strict=True)
    found = tf.stack(
        [tf.image.adjust_contrast(image, tf.cast(one, tf.float32)) for image, one in pairs]
    )
    return tf.transpose(found, [0, 3, 1, 2])
