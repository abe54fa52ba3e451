"""The loss of knowledge distillation in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def distillation_loss(
    x: tf.Tensor,
    z: tf.Tensor,
    t: tf.Tensor,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> tf.Tensor:
    """Return L; ``keras.losses.KLDivergence`` would clip the probabilities.

    Shapes:
        x, z (N, C), t (N,) or (N, C); L a scalar.
    """
    log_p, log_q = (tf.nn.log_softmax(logits / temperature) for logits in (x, z))
    soft = tf.reduce_mean(tf.reduce_sum(tf.exp(log_q) * (log_q - log_p), axis=1))
    kind = "SparseCategoricalCrossentropy" if len(t.shape) == 1 else "CategoricalCrossentropy"
    hard = getattr(keras.losses, kind)(from_logits=True)(t, x)
    return alpha * temperature**2 * soft + (1 - alpha) * hard
