"""Linear warm-up of the learning rate in Keras."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from keras.optimizers import schedules

from tf_impl.training.scheduled import scheduled


def linear_warm_up(
    step: tf.Tensor, lr: float = 0.1, warmup_steps: int = 5, start_factor: float = 1 / 3
) -> tf.Tensor:
    """Return what a :class:`keras.optimizers.schedules.PolynomialDecay` that rises gives.

    Keras has a warm-up in ``CosineDecay`` alone.

    Shapes:
        step and the result: any, both the same.
    """
    schedule = schedules.PolynomialDecay(
        np.float64(lr * start_factor), warmup_steps, np.float64(lr)
    )
    return scheduled(step, schedule)
