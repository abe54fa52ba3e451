"""Automatic differentiation in TensorFlow."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def autodiff(f: Callable[..., tf.Tensor], *inputs: tf.Tensor) -> tuple[tf.Tensor, ...]:
    """Return y = f(inputs) and its gradients, by :class:`tf.GradientTape`.

    Shapes:
        y scalar; a gradient as its input, 0 where y does not depend on it.
    """
    inputs = tuple(x if x.dtype.is_floating else tf.cast(x, tf.float64) for x in inputs)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        y = f(*inputs)
    return y, *tape.gradient(y, inputs, unconnected_gradients="zero")
