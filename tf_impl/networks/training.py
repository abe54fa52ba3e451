"""One step of training in Keras, with a gradient tape."""

from __future__ import annotations

import keras
import tensorflow as tf


def train_step(
    network: keras.Layer,
    loss: keras.losses.Loss,
    optimizer: keras.optimizers.Optimizer,
    x: tf.Tensor,
    t: tf.Tensor,
    masks: dict[str, tf.Tensor] | None = None,
) -> tuple[float, float]:
    """Take one step on one batch; return the loss, penalty included, and the accuracy before it.

    Shapes:
        x (N, ...), t (N,) class numbers, masks by dropout layer.
    """
    if not optimizer.built:  # its variables cannot be made while the step is traced
        optimizer.build(network.trainable_variables)
    value, accuracy = compiled_step(network, loss, optimizer, x, t, masks or {})
    return float(value), float(accuracy)


@tf.function(autograph=False)
def compiled_step(
    network: keras.Layer,
    loss: keras.losses.Loss,
    optimizer: keras.optimizers.Optimizer,
    x: tf.Tensor,
    t: tf.Tensor,
    masks: dict[str, tf.Tensor],
) -> tuple[tf.Tensor, tf.Tensor]:
    """Take the step of :func:`train_step`, with an optimizer that is built; return tensors.

    It is traced once for each network, optimizer and shape, and then runs without Python's
    overhead.
    """
    options = {"masks": masks} if masks else {}
    with tf.GradientTape() as tape:
        scores = network(x, training=True, **options)
        value = loss(t, scores) + network.penalty()
    weights = [variable.value for variable in network.trainable_variables]
    optimizer.apply_gradients(
        zip(tape.gradient(value, weights), network.trainable_variables, strict=True)
    )
    hits = tf.equal(tf.argmax(scores, axis=1), tf.cast(t, tf.int64))
    return value, tf.reduce_mean(tf.cast(hits, tf.float64))
