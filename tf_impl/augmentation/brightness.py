"""Brightness in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def brightness(
    x: tf.Tensor,
    amount: tf.Tensor,
    mode: str = "add",
    clip: tuple[float, float] | None = None,
) -> tf.Tensor:
    """Return the images, each made brighter or darker.

    ``tf.image.adjust_brightness`` computes in float32.

    Shapes:
        x (N, C, H, W), amount (N,); the result as x.
    """
    drawn = tf.reshape(amount, [-1, 1, 1, 1])
    y = x + drawn if mode == "add" else x * drawn
    return y if clip is None else tf.clip_by_value(y, *(tf.cast(end, y.dtype) for end in clip))


def _own(x: tf.Tensor, amount: tf.Tensor) -> tf.Tensor:
    """Return what TensorFlow's function gives, image by image."""
    pairs = zip(tf.unstack(x), tf.unstack(amount), strict=True)
    return tf.stack([tf.image.adjust_brightness(image, delta) for image, delta in pairs])
