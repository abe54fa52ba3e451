"""RNN encoder (exam) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.exam.simple_rnn import assign


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
    assign(rnn.cell, W, U)
    rnn.cell.bias.assign(b)
    e = embedding(tf.argmax(words, axis=-1))
    return rnn(e[None])[0]
