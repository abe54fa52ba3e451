"""CBOW in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.embedding.word_vectors import WordVectors


@keras.saving.register_keras_serializable(package="dl_parity")
class CBOW(WordVectors):
    """Predicts a word from the mean of those around it, over :class:`keras.layers.Embedding`.

    Shapes:
        contexts (N, C), target (N,) and negative (N, K) numbers of words; embedding.embeddings and
        sampling.embedding.embeddings (n_words, n_hidden). L: a scalar.
    """

    def call(
        self, contexts: tf.Tensor, target: tf.Tensor, negative: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Return L."""
        h = ops.mean(self.embedding(contexts), axis=1)
        return ops.mean(self.losses(h, target, negative))
