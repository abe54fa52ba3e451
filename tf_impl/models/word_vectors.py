"""The vectors of words in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.gauss import Gauss
from tf_impl.initializers.initializer import Initializer, seeded


def word_vectors(
    vocab: int, emb: int, initializer: Initializer | None, seed: int | None, dtype: object
) -> keras.layers.Embedding:
    """Return :class:`keras.layers.Embedding`, drawn with sigma = 0.01 if nothing is given."""
    found = keras.layers.Embedding(vocab, emb, seeded(initializer or Gauss(), seed), dtype=dtype)
    found.build()
    return found
