"""Numerical gradient in Keras."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def numerical_gradient(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, h: float = 1e-4
) -> tf.Tensor:
    """Return the gradient of f at x by the differences of :func:`tf.test.compute_gradient`."""
    x = x if x.dtype.is_floating else tf.cast(x, tf.float64)
    _, (jacobian,) = tf.test.compute_gradient(f, [x], delta=h)
    return tf.reshape(jacobian, x.shape)
