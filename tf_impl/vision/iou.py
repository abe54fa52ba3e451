"""Intersection over union in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops

from tf_impl.vision.boxes import as_corners


def iou(
    a: tf.Tensor,
    b: tf.Tensor,
    generalized: bool = False,
    box_format: str = "xyxy",
    offset: float = 0.0,
) -> tf.Tensor:
    """Return I / U of each box of a with each of b, or GIoU; 0 where both boxes are empty.

    ``keras.utils.bounding_boxes.compute_iou`` adds Keras' epsilon to the union.

    Shapes:
        a (..., 4), b (..., 4), y of the axes of a and then those of b.
    """
    p, q = as_corners(a, box_format), as_corners(b, box_format)
    p = ops.reshape(p, (*p.shape[:-1], *[1] * (len(q.shape) - 1), 4))
    p1, p2 = ops.split(p, 2, axis=-1)
    q1, q2 = ops.split(q, 2, axis=-1)

    def area(size: tf.Tensor) -> tf.Tensor:
        width, height = ops.unstack(keras.ops.relu(size + offset), axis=-1)
        return width * height

    common = area(ops.minimum(p2, q2) - ops.maximum(p1, q1))
    union = area(p2 - p1) + area(q2 - q1) - common
    y = tf.math.divide_no_nan(common, union)
    if generalized:
        around = area(ops.maximum(p2, q2) - ops.minimum(p1, q1))
        y = y - tf.math.divide_no_nan(around - union, around)
    return y
