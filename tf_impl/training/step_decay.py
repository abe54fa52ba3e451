"""Step decay of the learning rate in Keras."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from keras.optimizers import schedules

from tf_impl.training.scheduled import scheduled


def step_decay(
    step: tf.Tensor, lr: float = 0.1, step_size: int = 30, gamma: float = 0.1
) -> tf.Tensor:
    """Return what :class:`keras.optimizers.schedules.ExponentialDecay` as a stair gives.

    Shapes:
        step and the result: any, both the same.
    """
    schedule = schedules.ExponentialDecay(
        np.float64(lr), step_size, np.float64(gamma), staircase=True
    )
    return scheduled(step, schedule)
