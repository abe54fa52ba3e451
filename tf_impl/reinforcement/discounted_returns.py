"""Discounted returns in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def discounted_returns(
    r: tf.Tensor,
    done: tf.Tensor | None = None,
    after: tf.Tensor | None = None,
    gamma: float = 0.99,
    standardize: bool = False,
    epsilon: float = 0.0,
) -> tf.Tensor:
    """Return G by :func:`tf.scan` from the last step back.

    Shapes:
        r, done and G (T, ...), after (...).
    """
    done = tf.zeros_like(r) if done is None else done
    after = tf.zeros_like(r[0]) if after is None else after
    G = tf.scan(
        lambda later, step: step[0] + gamma * (1 - step[1]) * later,
        (r, done),
        initializer=after,
        reverse=True,
    )
    if standardize:
        G = (G - tf.reduce_mean(G)) / (tf.math.reduce_std(G) + epsilon)
    return G
