"""Polynomial decay of the learning rate in Keras."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from keras.optimizers import schedules

from tf_impl.training.scheduled import scheduled


def polynomial_decay(
    step: tf.Tensor,
    lr: float = 0.1,
    decay_steps: int = 100,
    lr_end: float = 0.0,
    power: float = 1.0,
) -> tf.Tensor:
    """Return what :class:`keras.optimizers.schedules.PolynomialDecay` gives.

    Shapes:
        step and the result: any, both the same.
    """
    schedule = schedules.PolynomialDecay(
        np.float64(lr), decay_steps, np.float64(lr_end), np.float64(power)
    )
    return scheduled(step, schedule)
