"""The target of temporal-difference learning in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def td_target(
    r: tf.Tensor,
    q_next: tf.Tensor,
    done: tf.Tensor,
    a_next: tf.Tensor | None = None,
    gamma: float = 0.99,
) -> tf.Tensor:
    """Return y by ``reduce_max``, or ``gather`` for given actions.

    Shapes:
        r, done, a_next and y (N,), q_next (N, A).
    """
    if a_next is None:
        v_next = tf.reduce_max(q_next, axis=1)
    else:
        v_next = tf.gather(q_next, a_next, axis=1, batch_dims=1)
    return tf.where(tf.cast(done, "bool"), r, r + gamma * v_next)
