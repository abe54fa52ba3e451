"""Making a network wider and deeper by two factors, in TensorFlow."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.networks.multiples import deeper, wider


def compound_scaling(
    channels: tf.Tensor,
    blocks: tf.Tensor,
    width: float = 1.0,
    depth: float = 1.0,
    divisor: int = 8,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the channels and blocks, number by number.

    Keras' own rounding is hidden within its EfficientNet.

    Shapes:
        channels, blocks and both results (S,).
    """
    wide = [wider(n, width, divisor) for n in channels.numpy().tolist()]
    deep = [deeper(n, depth) for n in blocks.numpy().tolist()]
    return tf.constant(wide, tf.int64), tf.constant(deep, tf.int64)
