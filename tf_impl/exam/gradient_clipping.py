"""Gradient clipping (exam) in Keras."""

from __future__ import annotations

import tensorflow as tf


def gradient_clipping(grad: tf.Tensor, threshold: float) -> tf.Tensor:
    """Return grad scaled down to the length threshold if longer, as :func:`tf.clip_by_norm`."""
    return tf.clip_by_norm(grad, threshold)
