"""RNN encoder (exam) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.exam.given_weights import called


def encode(words: tf.Tensor, E: tf.Tensor, W: tf.Tensor, U: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Return the last state, by :class:`keras.layers.Embedding` and ``SimpleRNN``.

    Shapes:
        words one-hot (T, vocab), E (emb, vocab), W (H, emb), U (H, H), b and the state (H,).
    """
    emb, vocab = E.shape
    embedding = keras.layers.Embedding(vocab, emb, dtype=E.dtype.name)
    embedding.build()
    rnn = keras.layers.SimpleRNN(len(b), dtype=E.dtype.name)
    rnn.build((None, None, emb))
    e = called(embedding, [tf.transpose(E)], tf.argmax(words, axis=-1))
    return called(rnn, [tf.transpose(W), tf.transpose(U), b], e[None])[0]
