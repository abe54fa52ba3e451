"""The loss of an actor and a critic in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.reinforcement.discounted_returns import discounted_returns


def actor_critic(
    x: tf.Tensor,
    v: tf.Tensor,
    a: tf.Tensor,
    r: tf.Tensor,
    done: tf.Tensor,
    after: tf.Tensor | float = 0.0,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[tf.Tensor, ...]:
    """Return L and its three parts by Keras' cross-entropy, squared error and softmax.

    Shapes:
        x (T, A), v, a, r and done (T,), after, L and its parts scalars.
    """
    R = discounted_returns(r, done, tf.cast(after, r.dtype), gamma)
    advantage = tf.stop_gradient(R - v)
    minus_log_p = keras.losses.sparse_categorical_crossentropy(a, x, from_logits=True)
    actor = tf.reduce_mean(advantage * minus_log_p)
    critic = keras.losses.mean_squared_error(tf.stop_gradient(R), v)
    p = keras.ops.softmax(x)
    entropy = -tf.reduce_mean(tf.reduce_sum(p * keras.ops.log_softmax(x), axis=1))
    return actor + value_weight * critic - entropy_weight * entropy, actor, critic, entropy
