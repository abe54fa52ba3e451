"""SARSA in TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf

from tf_impl.reinforcement.tabular import moved_towards
from tf_impl.reinforcement.td_target import td_target


def sarsa(
    Q: tf.Tensor,
    s: tf.Tensor,
    a: tf.Tensor,
    r: tf.Tensor,
    s_next: tf.Tensor,
    a_next: tf.Tensor,
    done: tf.Tensor,
    lr: float | Sequence[float] = 0.1,
    gamma: float = 0.99,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the table after k updates of one entry, whose target is the next action's.

    Shapes:
        Q (S, A), the transitions and delta (k,).
    """
    rates = tf.broadcast_to(tf.convert_to_tensor(lr, dtype=Q.dtype), r.shape)
    deltas = []
    for i in range(r.shape[0]):
        now = slice(i, i + 1)
        y = td_target(r[now], tf.gather(Q, s_next[now]), done[now], a_next[now], gamma)
        Q, delta = moved_towards(Q, s[i], a[i], y[0], rates[i])
        deltas.append(delta)
    return Q, tf.stack(deltas)
