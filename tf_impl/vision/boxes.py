"""Boxes in Keras: their corners, whatever their format."""

from __future__ import annotations

import keras
import tensorflow as tf


def as_corners(boxes: tf.Tensor, box_format: str) -> tf.Tensor:
    """Return x1, y1, x2, y2 of boxes (..., 4), by Keras' ``convert_format``."""
    convert = keras.utils.bounding_boxes.convert_format
    return convert(boxes, source=box_format, target="xyxy", dtype=boxes.dtype)


def as_centers(boxes: tf.Tensor, box_format: str) -> tf.Tensor:
    """Return the center and the size of boxes (..., 4), by the same."""
    convert = keras.utils.bounding_boxes.convert_format
    return convert(boxes, source=box_format, target="center_xywh", dtype=boxes.dtype)
