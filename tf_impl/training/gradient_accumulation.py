"""Gradient accumulation in Keras, whose optimizers do it."""

from __future__ import annotations

import keras
import tensorflow as tf


def gradient_accumulation(
    W: tf.Tensor, g: tf.Tensor, lr: float = 0.01, n_accumulated: int = 4
) -> tf.Tensor:
    """Return W after each micro-batch, several of which make one step of SGD.

    Shapes:
        W any, g (S, ...); the result as g.
    """
    variable = keras.Variable(W, dtype=W.dtype)
    several = n_accumulated if n_accumulated > 1 else None
    optimizer = keras.optimizers.SGD(lr, gradient_accumulation_steps=several)
    path = []
    for gradient in tf.unstack(g):
        optimizer.apply([gradient], [variable])
        path.append(tf.identity(variable.value))
    return tf.stack(path)
