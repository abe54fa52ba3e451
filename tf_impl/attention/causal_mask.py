"""The causal mask in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def causal_mask(T_q: int, T_k: int | None = None) -> tf.Tensor:
    """Return the lower triangle (T_q, T_k), by :func:`keras.ops.tril`: True where a query attends.

    :class:`keras.layers.MultiHeadAttention` makes the same of ``use_causal_mask=True``.
    """
    T_k = T_q if T_k is None else T_k
    return keras.ops.tril(keras.ops.ones((T_q, T_k), dtype="bool"))
