"""Gradients in TensorFlow: ``tf.test.compute_gradient`` and the ``tf.clip_by`` functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import tensorflow as tf


def numerical_gradient(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, h: float = 1e-4
) -> tf.Tensor:
    """Return the gradient of f at x by the differences of :func:`tf.test.compute_gradient`."""
    _, (jacobian,) = tf.test.compute_gradient(f, [x], delta=h)
    return tf.reshape(jacobian, x.shape)


def gradient_check(
    f: Callable[[tf.Tensor], tf.Tensor], gradient: tf.Tensor, x: tf.Tensor, h: float = 1e-4
) -> tf.Tensor:
    """Return the largest |g - n| / max(|g|, |n|), n being the numerical gradient of f at x."""
    estimate = numerical_gradient(f, x, h)
    size = tf.maximum(tf.abs(gradient), tf.abs(estimate))
    return tf.reduce_max(tf.math.divide_no_nan(tf.abs(gradient - estimate), size))


def clip_by_value(g: tf.Tensor, limit: float) -> tf.Tensor:
    """Return g moved into [-limit, limit], as :func:`tf.clip_by_value`."""
    return tf.clip_by_value(g, -limit, limit)


def clip_by_norm(g: tf.Tensor, max_norm: float, epsilon: float = 0.0) -> tf.Tensor:
    """Return g scaled down to the length max_norm if it is longer, as :func:`tf.clip_by_norm`.

    That knows no epsilon; :func:`tf.clip_by_global_norm` takes any norm that it is told.
    """
    if epsilon == 0:
        return tf.clip_by_norm(g, max_norm)
    (clipped,) = clip_by_global_norm([g], max_norm, epsilon)
    return clipped


def clip_by_global_norm(
    gradients: Sequence[tf.Tensor], max_norm: float, epsilon: float = 0.0
) -> list[tf.Tensor]:
    """Return the gradients scaled by :func:`tf.clip_by_global_norm`."""
    norm = tf.linalg.global_norm(gradients) + epsilon
    clipped, _ = tf.clip_by_global_norm(gradients, max_norm, use_norm=norm)
    return clipped
