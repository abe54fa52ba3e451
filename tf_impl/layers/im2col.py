"""im2col in Keras."""

from __future__ import annotations

import tensorflow as tf


def im2col(
    input_data: tf.Tensor, filter_h: int, filter_w: int, stride: int = 1, pad: int = 0
) -> tf.Tensor:
    """Return the windows of images (N, C, H, W), one a row, as :func:`tf.image.extract_patches`.

    That wants the channels last, and orders a window as (filter_h, filter_w, C).
    """
    channels = input_data.shape[1]
    images = tf.transpose(input_data, (0, 2, 3, 1))
    patches = tf.image.extract_patches(
        tf.pad(images, ((0, 0), (pad, pad), (pad, pad), (0, 0))),
        sizes=(1, filter_h, filter_w, 1),
        strides=(1, stride, stride, 1),
        rates=(1, 1, 1, 1),
        padding="VALID",
    )
    windows = tf.reshape(patches, (-1, filter_h, filter_w, channels))
    return tf.reshape(tf.transpose(windows, (0, 3, 1, 2)), (-1, channels * filter_h * filter_w))
