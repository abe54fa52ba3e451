"""Greedy decoding in TensorFlow."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.models.next_word_scores import Scores, next_word_scores


def greedy_decoding(
    scores: tf.Tensor | Scores, start: int = 0, end: int | None = None, length: int | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the likeliest word at each step, by ``log_softmax`` and ``argmax``.

    Shapes:
        scores (T, R, V), or a function that gives (V,); words (length,), log p a scalar.
    """
    score, length = next_word_scores(scores, start, length)
    words: list[int] = []
    found = []
    while len(words) < length and (not words or words[-1] != end):
        log_p = tf.nn.log_softmax(score(words))
        found.append(tf.reduce_max(log_p))
        words.append(int(tf.argmax(log_p)))
    words += [words[-1]] * (length - len(words))
    return tf.constant(words, dtype="int64"), tf.add_n(found)
