"""CTC's beam search in Keras."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest

import tensorflow as tf
from keras import ops


def ctc_beam_search(
    x: tf.Tensor, input_lengths: tf.Tensor | None = None, beam_width: int = 10, blank: int = 0
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (labels (N, T) padded with -1, log_p (N,)) for logits x (N, T, C).

    The labels are those of :func:`keras.ops.ctc_decode`. It computes in float32 whatever it is
    given, and the score of its best path is a sum of logits, so that log_p is searched for once
    more, with TensorFlow's ``reduce_logsumexp`` and ``top_k``.
    """
    N, T, _ = x.shape
    steps = tf.fill([N], T) if input_lengths is None else input_lengths
    log_y = tf.nn.log_softmax(x)
    strategy = "beam_search" if beam_width else "greedy"
    labels, _ = ops.ctc_decode(
        x, steps, strategy, beam_width=beam_width or 1, top_paths=1, mask_index=blank
    )
    search = _prefix_search if beam_width else _best_path
    log_p = [search(log_y[n, : int(steps[n])], beam_width, blank) for n in range(N)]
    return labels[0], tf.stack(log_p) if N else tf.zeros([0], x.dtype)


def _best_path(log_y: tf.Tensor, _: int, __: int) -> tf.Tensor:
    return tf.reduce_sum(tf.reduce_max(log_y, axis=1))


def _prefix_search(log_y: tf.Tensor, beam_width: int, blank: int) -> tf.Tensor:
    never = tf.constant(float("-inf"), log_y.dtype)
    prefixes: list[tuple[int, ...]] = [()]
    ends = tf.stack([tf.zeros_like(never), never])[None]  # by the blank, by the last label
    for log_y_t in map(tf.unstack, log_y):
        ways: dict[tuple[int, ...], tuple[list, list]] = defaultdict(lambda: ([never], [never]))
        eithers = tf.reduce_logsumexp(ends, axis=1)
        for prefix, (by_blank, by_label), either in zip(
            prefixes, map(tf.unstack, tf.unstack(ends)), tf.unstack(eithers), strict=True
        ):
            ways[prefix][0].append(either + log_y_t[blank])
            if prefix:
                ways[prefix][1].append(by_label + log_y_t[prefix[-1]])
            for c in range(len(log_y_t)):
                again = prefix[-1:] == (c,)
                if c != blank:
                    ways[*prefix, c][1].append((by_blank if again else either) + log_y_t[c])
        kept = sorted(ways)
        ranks = zip_longest(*(part for p in kept for part in ways[p]), fillvalue=never)
        sums = tf.reduce_logsumexp(tf.stack([tf.stack(rank) for rank in ranks]), axis=0)
        ends = tf.reshape(sums, [len(kept), 2])
        best = tf.math.top_k(tf.reduce_logsumexp(ends, axis=1), min(beam_width, len(kept))).indices
        prefixes, ends = [kept[i] for i in best.numpy()], tf.gather(ends, best)
    return tf.reduce_logsumexp(ends[0])


def _decoded(
    x: tf.Tensor, input_lengths: tf.Tensor | None = None, beam_width: int = 10, blank: int = 0
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return what ``ctc_decode`` gives, its scores with it."""
    N, T, _ = x.shape
    steps = tf.fill([N], T) if input_lengths is None else input_lengths
    strategy = "beam_search" if beam_width else "greedy"
    labels, log_p = ops.ctc_decode(
        x, steps, strategy, beam_width=beam_width or 1, top_paths=1, mask_index=blank
    )
    return labels[0], log_p[:, 0]
