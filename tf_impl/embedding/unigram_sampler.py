"""The sampler of negatives in TensorFlow."""

from __future__ import annotations

import keras
import tensorflow as tf


def unigram_sampler(
    corpus: tf.Tensor,
    target: tf.Tensor,
    sample_size: int,
    power: float = 0.75,
    seed: int | None = None,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return p (n_words,) and the negatives (N, K).

    TensorFlow draws without repetition by Gumbel noise: the K largest of log p plus noise. Its own
    ``tf.random.fixed_unigram_candidate_sampler`` has the power too (``distortion``), but draws one
    set for all examples, from which no target is left out.

    Shapes:
        corpus (T,) and target (N,) numbers of words.
    """
    count = tf.math.bincount(tf.cast(corpus, tf.int32), dtype=tf.as_dtype(keras.config.floatx()))
    p = tf.where(count > 0, count**power, 0)
    p = p / tf.reduce_sum(p)
    n_words, N = len(p), len(target)
    target_p = tf.one_hot(target, n_words, on_value=0.0, off_value=1.0, dtype=p.dtype)
    u = keras.random.uniform((N, n_words), dtype=p.dtype.name, seed=seed)
    noisy = tf.math.log(p * target_p) - tf.math.log(-tf.math.log(u))
    return p, tf.math.top_k(noisy, sample_size).indices
