"""Cosine decay of the learning rate in Keras."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from keras.optimizers import schedules

from tf_impl.training.scheduled import scheduled


def cosine_decay(
    step: tf.Tensor,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_min: float = 0.0,
    restarts: bool = False,
    t_mult: int = 1,
) -> tf.Tensor:
    """Return what Keras' ``CosineDecay`` or ``CosineDecayRestarts`` gives.

    The last step of a period of the latter may count as the first of the next one, by rounding in a
    logarithm, where periods grow.

    Shapes:
        step and the result: any, both the same.
    """
    alpha = np.float64(lr_min / lr)
    schedule = (
        schedules.CosineDecayRestarts(np.float64(lr), decay_steps, np.float64(t_mult), alpha=alpha)
        if restarts
        else schedules.CosineDecay(np.float64(lr), decay_steps, alpha)
    )
    return scheduled(step, schedule)
