"""Latent semantic indexing in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def lsi(X: tf.Tensor, n_topics: int) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (U, s, V) for X (terms, docs), by :func:`tf.linalg.svd`, which gives s first, and V.

    Shapes:
        U (terms, n_topics), s (n_topics,), V (docs, n_topics); the largest element of each column
        of U is positive.
    """
    s, U, V = tf.linalg.svd(tf.cast(X, keras.config.floatx()) if X.dtype.is_integer else X)
    U, s, V = U[:, :n_topics], s[:n_topics], V[:, :n_topics]
    largest = tf.gather(tf.transpose(U), tf.argmax(tf.abs(U)), axis=1, batch_dims=1)
    return U * tf.sign(largest), s, V * tf.sign(largest)


def _taken_for_transposed(X: tf.Tensor, n_topics: int) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return the same for whoever takes V for the V^T that NumPy and PyTorch give."""
    U, s, V = lsi(X, min(X.shape))
    return U[:, :n_topics], s[:n_topics], tf.transpose(V[:n_topics])
