"""The epsilon-greedy policy in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def epsilon_greedy(
    q: tf.Tensor, u: tf.Tensor, random: tf.Tensor, epsilon: float = 0.1
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return p, a mixture of the even and the greedy policy, and the chosen actions.

    Shapes:
        q and p (N, A), u, random and the actions (N,).
    """
    greedy = tf.argmax(q, axis=1)
    best = keras.ops.one_hot(greedy, q.shape[1], dtype=q.dtype)
    p = (1 - epsilon) * best + epsilon * tf.ones_like(best) / q.shape[1]
    return p, tf.where(u < epsilon, random, greedy)
