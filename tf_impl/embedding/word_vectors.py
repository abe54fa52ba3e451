"""What CBOW and skip-gram share in Keras: two vectors for each word, and the loss."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.embedding.negative_sampling import NegativeSampling
from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.seeds import spawned


class WordVectors(keras.layers.Layer):
    """Has W_in and W_out (n_words, n_hidden), and the loss of the words that h should predict."""

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        output: str = "softmax",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.own = {
            "n_words": n_words,
            "n_hidden": n_hidden,
            "output": output,
            "initializer": initializer,
            "seed": seed,
        }
        (own,) = spawned(seed, 1)
        self.embedding = keras.layers.Embedding(
            n_words, n_hidden, seeded(initializer or GlorotUniform(), seed), dtype=self.dtype_policy
        )
        self.sampling = NegativeSampling(
            n_words, n_hidden, "none", initializer, own, dtype=self.dtype_policy
        )
        self.embedding.build()
        self.built = True

    def losses(self, h: tf.Tensor, target: tf.Tensor, negative: tf.Tensor | None) -> tf.Tensor:
        """Return the loss (N,) of each example, by Keras' cross-entropy or negative sampling."""
        if negative is not None:
            return self.sampling(h, target, negative)
        score = ops.matmul(h, ops.transpose(self.sampling.embedding.embeddings))
        return ops.sparse_categorical_crossentropy(target, score, from_logits=True)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        initializer = self.sampling.get_config()["initializer"]
        return {**super().get_config(), **self.own, "initializer": initializer}
