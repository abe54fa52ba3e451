"""col2im in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from tf_impl.layers.im2col import im2col


def col2im(
    col: tf.Tensor,
    input_shape: Sequence[int],
    filter_h: int,
    filter_w: int,
    stride: int = 1,
    pad: int = 0,
) -> tf.Tensor:
    """Add the windows up to images (N, C, H, W): the gradient of :func:`im2col`."""
    images = tf.zeros(input_shape, dtype=col.dtype)
    with tf.GradientTape() as tape:
        tape.watch(images)
        windows = im2col(images, filter_h, filter_w, stride, pad)
    return tape.gradient(windows, images, output_gradients=col)
