"""The Transformer's learning rate in Keras."""

from __future__ import annotations

import tensorflow as tf


def warm_up_schedule(step: tf.Tensor, d_model: int = 512, warmup_steps: int = 4000) -> tf.Tensor:
    """Return the learning rate at a step, for a ``keras.optimizers.schedules`` of one's own.

    Keras counts steps from 0, so such a schedule calls it with step + 1.
    """
    return d_model**-0.5 * tf.minimum(tf.math.rsqrt(step), step * warmup_steps**-1.5)
