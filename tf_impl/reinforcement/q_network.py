"""A small network that gives the value of every action, and its training, in Keras."""

from __future__ import annotations

from collections.abc import Callable

import keras
import tensorflow as tf

WORTH_TRACING = 20
"""Steps that take longer, one by one, than a step takes to be traced."""


def q_network(W1: tf.Tensor, b1: tf.Tensor, W2: tf.Tensor, b2: tf.Tensor) -> keras.Sequential:
    """Return two dense layers with ReLU between them, with given parameters.

    Shapes:
        W1 (D, H), b1 (H,), W2 (H, A), b2 (A,).
    """
    hidden = keras.layers.Dense(W1.shape[1], activation="relu")
    net = keras.Sequential([keras.Input((W1.shape[0],)), hidden, keras.layers.Dense(W2.shape[1])])
    net.set_weights([W1, b1, W2, b2])
    return net


def trained(
    net: keras.Sequential,
    s: tf.Tensor,
    a: tf.Tensor,
    target_of: Callable[[keras.Sequential, keras.Sequential, tf.Tensor], tf.Tensor],
    lr: float,
    sync: int,
) -> tuple[tf.Tensor, ...]:
    """Return the loss of each step, and the parameters after them.

    Shapes:
        s (k, N, D), a (k, N), the losses (k,).
    """
    target, huber, losses = q_network(*net.get_weights()), keras.losses.Huber(), []
    variables = [weight.value for weight in net.trainable_weights]

    def step(i: tf.Tensor) -> tf.Tensor:
        y = target_of(net, target, i)
        with tf.GradientTape() as tape:
            taken = tf.gather(net(s[i]), a[i], axis=1, batch_dims=1)
            loss = huber(y, taken)
        for variable, gradient in zip(variables, tape.gradient(loss, variables), strict=True):
            variable.assign_sub(lr * gradient)
        return loss

    take = tf.function(step, autograph=False) if len(s) > WORTH_TRACING else step
    for i in range(len(s)):
        if i % sync == 0:
            target.set_weights(net.get_weights())
        losses.append(take(tf.constant(i)))
    return tf.stack(losses), *(tf.constant(array) for array in net.get_weights())
