"""Experience replay in TensorFlow."""

from __future__ import annotations

from collections import deque

import tensorflow as tf


def experience_replay(
    s: tf.Tensor,
    a: tf.Tensor,
    r: tf.Tensor,
    s_next: tf.Tensor,
    done: tf.Tensor,
    idx: tf.Tensor,
    capacity: int = 10000,
) -> tuple[tf.Tensor, ...]:
    """Return the drawn transitions from a deque, which drops the oldest by itself.

    The deque begins with the oldest, which lies at the place k mod capacity.

    Shapes:
        s and s_next (k, ...), a, r and done (k,), idx (N,); N of each are returned.
    """
    k = len(s)
    memory: deque = deque(maxlen=capacity)
    for transition in zip(s, a, r, s_next, done, strict=True):
        memory.append(transition)
    oldest = k % capacity if k > capacity else 0
    drawn = [memory[(int(place) - oldest) % len(memory)] for place in idx]
    return tuple(tf.stack(parts) for parts in zip(*drawn, strict=True))
