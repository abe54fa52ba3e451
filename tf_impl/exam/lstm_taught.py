"""LSTM, one step (exam) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.exam.batches import as_batch
from tf_impl.exam.given_weights import called


def lstm_taught(
    x: tf.Tensor,
    prev_h: tf.Tensor,
    prev_c: tf.Tensor,
    W: tf.Tensor,
    U: tf.Tensor,
    b: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (c, h), by :class:`keras.layers.LSTMCell` with the gates in its own order.

    Shapes:
        x (N, X) or (X,); prev_h, prev_c, c, h (N, H) or (H,); W (4H, X), U (4H, H), b (4H,), the
        gates i, f, o, g below each other.
    """
    return _lstm_cell(x, prev_h, prev_c, *(_i_f_g_o(weight) for weight in (W, U, b)))


def _lstm_cell(
    x: tf.Tensor,
    prev_h: tf.Tensor,
    prev_c: tf.Tensor,
    W: tf.Tensor,
    U: tf.Tensor,
    b: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (c, h) for gates in Keras' order."""
    cell = keras.layers.LSTMCell(prev_h.shape[-1], dtype=x.dtype.name)
    cell.build((None, x.shape[-1]))
    states = [as_batch(prev_h), as_batch(prev_c)]
    _, (h, c) = called(cell, [tf.transpose(W), tf.transpose(U), b], as_batch(x), states)
    return tf.reshape(c, prev_c.shape), tf.reshape(h, prev_h.shape)


def _i_f_g_o(weight: tf.Tensor) -> tf.Tensor:
    """Return a weight, whose gates are in the order i, f, o, g, in Keras': i, f, c = g, o."""
    i, f, o, g = tf.split(weight, 4)
    return tf.concat([i, f, g, o], axis=0)
