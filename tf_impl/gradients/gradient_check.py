"""Gradient check in Keras."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf

from tf_impl.gradients.numerical_gradient import numerical_gradient


def gradient_check(
    f: Callable[[tf.Tensor], tf.Tensor], gradient: tf.Tensor, x: tf.Tensor, h: float = 1e-4
) -> tf.Tensor:
    """Return the largest |g - n| / max(|g|, |n|), n being the numerical gradient of f at x."""
    estimate = numerical_gradient(f, x, h)
    size = tf.maximum(tf.abs(gradient), tf.abs(estimate))
    return tf.reduce_max(tf.math.divide_no_nan(tf.abs(gradient - estimate), size))
