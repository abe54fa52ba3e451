"""Gradient clipping by value in Keras."""

from __future__ import annotations

import tensorflow as tf


def clip_by_value(g: tf.Tensor, limit: float) -> tf.Tensor:
    """Return g moved into [-limit, limit], as :func:`tf.clip_by_value`."""
    return tf.clip_by_value(g, -limit, limit)
