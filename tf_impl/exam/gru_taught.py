"""GRU, one step (exam) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.exam.batches import as_batch
from tf_impl.exam.given_weights import called


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
    weights = [tf.transpose(tf.concat(of, axis=0)) for of in ([W_z, W_r, W], [U_z, U_r, U])]
    h_new, _ = called(cell, weights, as_batch(x), [as_batch(h)])
    return tf.reshape(h_new, h.shape)
