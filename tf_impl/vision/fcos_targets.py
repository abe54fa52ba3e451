"""The targets of FCOS in TensorFlow."""

from __future__ import annotations

import math

import tensorflow as tf


def fcos_targets(
    locations: tf.Tensor,
    boxes: tf.Tensor,
    labels: tf.Tensor,
    least: float = 0.0,
    most: float = math.inf,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Return (classes, distances, centerness), from a table of all locations and boxes.

    Shapes:
        locations (P, 2), boxes (M, 4), labels (M,); (P,), (P, 4), (P,).
    """
    x, y = locations[:, None, 0], locations[:, None, 1]
    x1, y1, x2, y2 = tf.unstack(boxes, axis=-1)
    left, top, right, bottom = x - x1, y - y1, x2 - x, y2 - y
    sides = tf.stack([left, top, right, bottom], axis=-1)
    farthest = tf.reduce_max(sides, axis=-1)
    own = (tf.reduce_min(sides, axis=-1) > 0) & (farthest >= least) & (farthest <= most)
    area = tf.where(own, (x2 - x1) * (y2 - y1), tf.constant(math.inf, sides.dtype))
    smallest = tf.argmin(area, axis=-1)
    found = tf.reduce_any(own, axis=-1)
    classes = tf.where(found, tf.gather(labels, smallest), 0)
    nearness = tf.minimum(left, right) * tf.minimum(top, bottom)
    nearness /= tf.maximum(left, right) * tf.maximum(top, bottom)
    centerness = tf.sqrt(tf.maximum(tf.gather(nearness, smallest, batch_dims=1), 0))
    distances = tf.gather(sides, smallest, batch_dims=1)
    none = tf.zeros_like(distances)
    return classes, tf.where(found[:, None], distances, none), tf.where(found, centerness, 0)
