"""The cycle consistency loss of CycleGAN in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


def cycle_consistency_loss(
    x: tf.Tensor,
    x_cycled: tf.Tensor,
    y: tf.Tensor,
    y_cycled: tf.Tensor,
    weight: float = 10.0,
) -> tf.Tensor:
    """Return weight (mean |F(G(x)) - x| + mean |G(F(y)) - y|), by ``MeanAbsoluteError``.

    Shapes:
        x, x_cycled any, both the same; y, y_cycled likewise; L a scalar.
    """
    loss = keras.losses.MeanAbsoluteError()
    return weight * (loss(x, x_cycled) + loss(y, y_cycled))
