"""Exponential decay of the learning rate in Keras."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from keras.optimizers import schedules

from tf_impl.training.scheduled import scheduled


def exponential_decay(
    step: tf.Tensor, lr: float = 0.1, gamma: float = 0.95, decay_steps: int = 1
) -> tf.Tensor:
    """Return what :class:`keras.optimizers.schedules.ExponentialDecay` gives.

    Shapes:
        step and the result: any, both the same.
    """
    schedule = schedules.ExponentialDecay(np.float64(lr), decay_steps, np.float64(gamma))
    return scheduled(step, schedule)
