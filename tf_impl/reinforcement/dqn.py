"""Deep Q-networks in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.reinforcement.q_network import q_network, trained
from tf_impl.reinforcement.td_target import td_target


def dqn(
    W1: tf.Tensor,
    b1: tf.Tensor,
    W2: tf.Tensor,
    b2: tf.Tensor,
    s: tf.Tensor,
    a: tf.Tensor,
    r: tf.Tensor,
    s_next: tf.Tensor,
    done: tf.Tensor,
    lr: float = 0.01,
    gamma: float = 0.99,
    sync: int = 100,
) -> tuple[tf.Tensor, ...]:
    """Return the losses and the trained parameters: SGD, Huber, and a copy that gives the target.

    Shapes:
        W1 (D, H), b1 (H,), W2 (H, A), b2 (A,), s and s_next (k, N, D), a, r and done (k, N), the
        losses (k,).
    """

    def target_of(net: keras.Sequential, target: keras.Sequential, i: tf.Tensor) -> tf.Tensor:
        return td_target(r[i], target(s_next[i]), done[i], gamma=gamma)

    return trained(q_network(W1, b1, W2, b2), s, a, target_of, lr, sync)
