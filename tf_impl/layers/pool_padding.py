"""The padding that the pooling layers share."""

from __future__ import annotations

import tensorflow as tf


def padded(x: tf.Tensor, margin: tuple, value: float) -> tf.Tensor:
    """Return x (N, H, W, C) with ``value`` around each image."""
    return tf.pad(x, ((0, 0), *margin, (0, 0)), constant_values=value)


def padded_shape(shape: tuple, margin: tuple) -> tuple:
    """Return the shape of an image of ``shape`` with its margin; None stays None."""
    n, height, width, channels = shape
    return (n, height and height + sum(margin[0]), width and width + sum(margin[1]), channels)
