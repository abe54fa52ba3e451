"""Bidirectional RNN (exam) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.exam.given_weights import called


def bidirectional_rnn_net(
    xs: tf.Tensor,
    W_f: tf.Tensor,
    U_f: tf.Tensor,
    W_b: tf.Tensor,
    U_b: tf.Tensor,
    V: tf.Tensor,
) -> tf.Tensor:
    """Return the outputs ys, by :class:`keras.layers.Bidirectional`.

    Shapes:
        xs (T, X), W_f and W_b (H, X), U_f and U_b (H, H), V (Y, 2H), ys (T, Y).
    """
    return _bidirectional(xs, W_f, U_f, W_b, U_b, V, return_sequences=True)


def _bidirectional(
    xs: tf.Tensor,
    W_f: tf.Tensor,
    U_f: tf.Tensor,
    W_b: tf.Tensor,
    U_b: tf.Tensor,
    V: tf.Tensor,
    return_sequences: bool = False,
) -> tf.Tensor:
    """Return the outputs at each time, or those of the last states alone, Keras' default."""
    rnn = keras.layers.SimpleRNN(
        len(W_f), use_bias=False, return_sequences=return_sequences, dtype=xs.dtype.name
    )
    both = keras.layers.Bidirectional(rnn, dtype=xs.dtype.name)
    both.build((None, *xs.shape))
    weights = [tf.transpose(weight) for weight in (W_f, U_f, W_b, U_b)]
    return keras.ops.matmul(called(both, weights, xs[None])[0], tf.transpose(V))
