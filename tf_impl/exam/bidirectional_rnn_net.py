"""Recurrent networks over a whole sequence in Keras, as the exam writes them."""

from __future__ import annotations

import keras
import tensorflow as tf


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


def encode(words: tf.Tensor, E: tf.Tensor, W: tf.Tensor, U: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Return the last state, by :class:`keras.layers.Embedding` and ``SimpleRNN``.

    Shapes:
        words one-hot (T, vocab), E (emb, vocab), W (H, emb), U (H, H), b and the state (H,).
    """
    emb, vocab = E.shape
    embedding = keras.layers.Embedding(vocab, emb, dtype=E.dtype.name)
    embedding.build()
    embedding.embeddings.assign(tf.transpose(E))
    rnn = keras.layers.SimpleRNN(len(b), dtype=E.dtype.name)
    rnn.build((None, None, emb))
    _assign(rnn.cell, W, U)
    rnn.cell.bias.assign(b)
    e = embedding(tf.argmax(words, axis=-1))
    return rnn(e[None])[0]


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
    _assign(both.forward_layer.cell, W_f, U_f)
    _assign(both.backward_layer.cell, W_b, U_b)
    return keras.ops.matmul(both(xs[None])[0], tf.transpose(V))


def _assign(cell: keras.layers.SimpleRNNCell, W: tf.Tensor, U: tf.Tensor) -> None:
    """Give a cell its weights; Keras keeps them transposed."""
    cell.kernel.assign(tf.transpose(W))
    cell.recurrent_kernel.assign(tf.transpose(U))
