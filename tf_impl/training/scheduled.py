"""What Keras' schedules give, step by step."""

from __future__ import annotations

import tensorflow as tf
from keras.optimizers.schedules import LearningRateSchedule


def scheduled(step: tf.Tensor, schedule: LearningRateSchedule) -> tf.Tensor:
    """Return the learning rates at some steps, counted from 0.

    Shapes:
        step and the result: any, both the same.
    """
    flat = tf.reshape(tf.cast(step, "float64"), [-1])
    return tf.reshape(tf.map_fn(schedule, flat), step.shape)
