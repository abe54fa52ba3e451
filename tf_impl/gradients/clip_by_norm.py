"""Gradient clipping by norm in Keras."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.gradients.clip_by_global_norm import clip_by_global_norm


def clip_by_norm(g: tf.Tensor, max_norm: float, epsilon: float = 0.0) -> tf.Tensor:
    """Return g scaled down to the length max_norm if it is longer, as :func:`tf.clip_by_norm`.

    That knows no epsilon; :func:`tf.clip_by_global_norm` takes any norm that it is told.
    """
    if epsilon == 0:
        return tf.clip_by_norm(g, max_norm)
    (clipped,) = clip_by_global_norm([g], max_norm, epsilon)
    return clipped
