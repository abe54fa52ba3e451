"""Kernels with a dilation, as larger ones."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf


def spread(kernel: tf.Tensor, dilation: Sequence[int]) -> tf.Tensor:
    """Return the kernel with dilation - 1 zeros between its elements along each axis of space."""
    for axis, d in enumerate(dilation):
        shape = kernel.shape
        k = shape[axis]
        wide = tf.expand_dims(kernel, axis + 1)
        pads = [(0, 0)] * wide.ndim
        pads[axis + 1] = (0, d - 1)
        wide = tf.reshape(tf.pad(wide, pads), (*shape[:axis], k * d, *shape[axis + 1 :]))
        kernel = tf.gather(wide, tf.range(d * (k - 1) + 1), axis=axis)
    return kernel
