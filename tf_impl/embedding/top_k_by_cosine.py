"""Retrieval by cosine similarity in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def top_k_by_cosine(
    queries: tf.Tensor, documents: tf.Tensor, k: int = 3
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (indices, scores), both (Q, k) or (k,), by ``cosine_similarity`` and ``top_k``."""
    # Keras broadcasts neither: every pair is written out.
    pairs = keras.ops.repeat(queries[..., None, :], documents.shape[0], axis=-2)
    similarity = keras.losses.cosine_similarity(
        pairs, keras.ops.broadcast_to(documents, pairs.shape)
    )
    scores, indices = keras.ops.top_k(-similarity, k)
    return indices, scores
