"""Beam search in TensorFlow."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.models.next_word_scores import Scores, next_word_scores


def beam_search_decoding(
    scores: tf.Tensor | Scores,
    start: int = 0,
    end: int | None = None,
    length: int | None = None,
    beam: int = 3,
    alpha: float = 0.0,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the sequences that are kept, by ``log_softmax`` and ``top_k``.

    Of equals ``top_k`` puts the one first that stood first.

    Shapes:
        scores (T, R, V), or a function that gives (V,); sequences (K, length), ranked by (K,).
    """
    score, length = next_word_scores(scores, start, length)
    kept, over, log_p = [()], [False], [0.0]
    for _ in range(length):
        if all(over):
            break
        grown, sums = [], []
        for words, done, so_far in zip(kept, over, log_p, strict=True):
            if done:
                grown.append(words)
                sums.append(so_far[None])
            else:
                next_log_p = tf.nn.log_softmax(score(words))
                grown += [(*words, w) for w in range(len(next_log_p))]
                sums.append(so_far + next_log_p)
        best = tf.math.top_k(tf.concat(sums, axis=0), k=min(beam, len(grown)))
        log_p = tf.unstack(best.values)
        kept = [grown[int(k)] for k in best.indices]
        over = [words[-1] == end for words in kept]
    lengths = tf.constant([len(words) for words in kept], dtype=log_p[0].dtype)
    ranked = tf.math.top_k(tf.stack(log_p) / lengths**alpha, k=len(kept))
    sequences = [kept[k] + kept[k][-1:] * (length - len(kept[k])) for k in map(int, ranked.indices)]
    return tf.constant(sequences, dtype="int64"), ranked.values
