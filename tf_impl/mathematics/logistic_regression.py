"""Logistic regression in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def logistic_regression(
    x: tf.Tensor,
    t: tf.Tensor,
    w: tf.Tensor,
    b: tf.Tensor,
    lr: float = 0.1,
    n_steps: int = 10,
    l2: float = 0.0,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (w, b, loss), by Keras' binary cross-entropy of logits and a tape.

    Shapes:
        x (N, D), t (N,), w (D,), b and loss ().
    """

    def loss(w: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
        logits = tf.linalg.matvec(x, w) + b
        entropy = keras.losses.binary_crossentropy(t, logits, from_logits=True)
        return entropy + l2 / 2 * tf.reduce_sum(w * w)

    for _ in range(n_steps):
        with tf.GradientTape() as tape:
            tape.watch((w, b))
            value = loss(w, b)
        dw, db = tape.gradient(value, (w, b))
        w, b = w - lr * dw, b - lr * db
    return w, b, loss(w, b)
