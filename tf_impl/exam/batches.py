"""One step of an LSTM and of a GRU in Keras, as the exam writes them."""

from __future__ import annotations

import keras
import tensorflow as tf


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


def gru_taught(
    x: tf.Tensor,
    h: tf.Tensor,
    W_r: tf.Tensor,
    U_r: tf.Tensor,
    W_z: tf.Tensor,
    U_z: tf.Tensor,
    W: tf.Tensor,
    U: tf.Tensor,
) -> tf.Tensor:
    """Return h_new, by :class:`keras.layers.GRUCell`, whose z stands where 1 - z does here.

    As 1 - s(a) = s(-a), the weights of z change their sign.

    Shapes:
        x (N, X) or (X,); h, h_new (N, H) or (H,); W_r, W_z, W (H, X); U_r, U_z, U (H, H).
    """
    return _gru_cell(x, h, W_r, U_r, -W_z, -U_z, W, U)


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
    cell.kernel.assign(tf.transpose(W))
    cell.recurrent_kernel.assign(tf.transpose(U))
    cell.bias.assign(b)
    _, (h, c) = cell(_as_batch(x), [_as_batch(prev_h), _as_batch(prev_c)])
    return tf.reshape(c, prev_c.shape), tf.reshape(h, prev_h.shape)


def _gru_cell(
    x: tf.Tensor,
    h: tf.Tensor,
    W_r: tf.Tensor,
    U_r: tf.Tensor,
    W_z: tf.Tensor,
    U_z: tf.Tensor,
    W: tf.Tensor,
    U: tf.Tensor,
    reset_after: bool = False,
) -> tf.Tensor:
    """Return z h + (1 - z) h_bar; the weights stand side by side in Keras' order, z, r, h_bar."""
    cell = keras.layers.GRUCell(
        h.shape[-1], use_bias=False, reset_after=reset_after, dtype=x.dtype.name
    )
    cell.build((None, x.shape[-1]))
    cell.kernel.assign(tf.transpose(tf.concat([W_z, W_r, W], axis=0)))
    cell.recurrent_kernel.assign(tf.transpose(tf.concat([U_z, U_r, U], axis=0)))
    h_new, _ = cell(_as_batch(x), [_as_batch(h)])
    return tf.reshape(h_new, h.shape)


def _i_f_g_o(weight: tf.Tensor) -> tf.Tensor:
    """Return a weight, whose gates are in the order i, f, o, g, in Keras': i, f, c = g, o."""
    i, f, o, g = tf.split(weight, 4)
    return tf.concat([i, f, g, o], axis=0)


def _as_batch(array: tf.Tensor) -> tf.Tensor:
    """Return one example as a batch of one, and a batch as it is: Keras takes batches only."""
    return tf.reshape(array, (-1, array.shape[-1]))
