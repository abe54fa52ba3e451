"""Gradient clipping by global norm in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf


def clip_by_global_norm(
    gradients: Sequence[tf.Tensor], max_norm: float, epsilon: float = 0.0
) -> list[tf.Tensor]:
    """Return the gradients scaled by :func:`tf.clip_by_global_norm`."""
    norm = tf.linalg.global_norm(gradients) + epsilon
    clipped, _ = tf.clip_by_global_norm(gradients, max_norm, use_norm=norm)
    return clipped
