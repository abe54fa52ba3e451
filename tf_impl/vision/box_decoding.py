"""Boxes from deltas and anchors in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf
from keras import ops

from tf_impl.vision.boxes import as_centers, as_corners


def box_decoding(
    deltas: tf.Tensor,
    anchors: tf.Tensor,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> tf.Tensor:
    """Return the corners (N, 4) of boxes from deltas (N, 4) and anchors (N, 4).

    Keras' ``decode_deltas_to_boxes`` does the same in float32.
    """
    center, size = ops.split(as_centers(anchors, box_format), 2, axis=-1)
    shift, growth = ops.split(deltas * tf.constant(variances, deltas.dtype), 2, axis=-1)
    boxes = ops.concatenate([center + shift * size, size * ops.exp(growth)], axis=-1)
    return as_corners(boxes, "center_xywh")


def _in_float32(deltas: tf.Tensor, anchors: tf.Tensor) -> tf.Tensor:
    """Return what Keras' own function gives, which takes float32 alone."""
    anchors, deltas = tf.cast(anchors, "float32"), tf.cast(deltas, "float32")
    return keras.utils.bounding_boxes.decode_deltas_to_boxes(
        anchors, deltas, "xyxy", "xyxy", encoded_format="center_xywh"
    )
