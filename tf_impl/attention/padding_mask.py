"""The padding mask in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def padding_mask(tokens: tf.Tensor, pad: int = 0) -> tf.Tensor:
    """Return the mask (N, 1, T) for tokens (N, T): True where a key may be attended to.

    :class:`keras.layers.Embedding` makes the same, (N, T), with ``mask_zero=True``.
    """
    return keras.ops.not_equal(tokens, pad)[:, None, :]
