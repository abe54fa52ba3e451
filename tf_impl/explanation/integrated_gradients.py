"""Integrated gradients in TensorFlow."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


def integrated_gradients(
    gradient: Callable[[tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    baseline: tf.Tensor | None = None,
    steps: int = 50,
    rule: str = "right",
) -> tf.Tensor:
    """Return the attributions, from the gradients at both ends, or in the middle, of each step.

    Shapes:
        x, baseline and the attributions any, all the same.
    """
    x = x if x.dtype.is_floating else tf.cast(x, tf.float64)
    baseline = tf.zeros_like(x) if baseline is None else baseline
    slope = tf.function(gradient, autograph=False)  # traced once, for all points
    ends = tf.linspace(baseline, x, steps + 1, axis=0)
    if rule == "midpoint":
        slopes = tf.stack([slope(point) for point in (ends[1:] + ends[:-1]) / 2])
    else:
        at_ends = tf.stack([slope(point) for point in ends])
        left, right = at_ends[:-1], at_ends[1:]
        slopes = {"left": left, "right": right, "trapezoid": (left + right) / 2}[rule]
    return (x - baseline) * tf.reduce_mean(slopes, axis=0)
