"""How often words occur near each other in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def co_occurrence(corpus: tf.Tensor, n_words: int, window_size: int = 1) -> tf.Tensor:
    """Return C (n_words, n_words) for corpus (T,), a product of one-hot rows with their sums.

    Row t of the second factor counts the words around place t: a band matrix picks the places.
    """
    words = keras.ops.one_hot(corpus, n_words, dtype="float64")
    T = words.shape[0]
    within = min(window_size, max(T - 1, 0))
    band = tf.linalg.band_part(tf.ones((T, T), words.dtype), within, within)
    around = tf.linalg.set_diag(band, tf.zeros(T, words.dtype))
    return tf.cast(tf.matmul(words, around @ words, transpose_a=True), tf.int64)
