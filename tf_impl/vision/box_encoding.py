"""Boxes as deltas from anchors in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf
from keras import ops

from tf_impl.vision.boxes import as_centers


def box_encoding(
    boxes: tf.Tensor,
    anchors: tf.Tensor,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> tf.Tensor:
    """Return the deltas (N, 4) of boxes (N, 4) from anchors (N, 4).

    Keras' ``encode_box_to_deltas`` does the same in float32.
    """
    center, size = ops.split(as_centers(boxes, box_format), 2, axis=-1)
    center_a, size_a = ops.split(as_centers(anchors, box_format), 2, axis=-1)
    deltas = ops.concatenate([(center - center_a) / size_a, ops.log(size / size_a)], axis=-1)
    return deltas / tf.constant(variances, deltas.dtype)


def _in_float32(boxes: tf.Tensor, anchors: tf.Tensor) -> tf.Tensor:
    """Return what Keras' own function gives."""
    return keras.utils.bounding_boxes.encode_box_to_deltas(
        anchors, boxes, "xyxy", "xyxy", encoding_format="center_xywh"
    )
