"""Skip-gram in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.embedding.word_vectors import WordVectors


@keras.saving.register_keras_serializable(package="dl_parity")
class SkipGram(WordVectors):
    """Predicts the words around from the one between them, over :class:`keras.layers.Embedding`.

    Shapes:
        center (N,), contexts (N, C) and negative (N, C, K) numbers of words; embedding.embeddings
        and sampling.embedding.embeddings (n_words, n_hidden). L: a scalar.
    """

    def call(
        self, center: tf.Tensor, contexts: tf.Tensor, negative: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Return L."""
        C = contexts.shape[1]
        h = ops.repeat(self.embedding(center), C, axis=0)
        drawn = None if negative is None else ops.reshape(negative, (-1, negative.shape[2]))
        losses = self.losses(h, ops.reshape(contexts, (-1,)), drawn)
        return ops.mean(ops.sum(ops.reshape(losses, (-1, C)), axis=1))
