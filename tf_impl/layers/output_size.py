"""Output size of a convolution in Keras."""

from __future__ import annotations

import tensorflow as tf


def output_size(
    n: int, k: int, stride: int = 1, pad_before: int = 0, pad_after: int = 0, dilation: int = 1
) -> int:
    """Return how many windows fit, as :func:`tf.nn.conv1d` finds it.

    TensorFlow refuses a stride beside a dilation, so every stride-th window of all is counted.
    """
    x = tf.pad(tf.zeros((1, n, 1)), ((0, 0), (pad_before, pad_after), (0, 0)))
    windows = tf.nn.conv1d(x, tf.zeros((k, 1, 1)), stride=1, padding="VALID", dilations=dilation)
    return windows[:, ::stride].shape[1]
