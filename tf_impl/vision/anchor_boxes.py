"""Anchor boxes in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops


def anchor_boxes(
    scales: tf.Tensor,
    ratios: tf.Tensor,
    feature_size: tuple[int, int],
    stride: float = 16.0,
    offset: float = 0.5,
) -> tf.Tensor:
    """Return corners (H W S R, 4), made from centers and sizes by Keras' ``convert_format``.

    Shapes:
        scales (S,), ratios (R,).
    """
    H, W = feature_size
    area, ratio = (ops.reshape(a, [-1]) for a in ops.meshgrid(scales**2, ratios, indexing="ij"))
    w = ops.sqrt(area / ratio)
    size = ops.stack([w, w * ratio], axis=-1)
    cells = [(ops.cast(ops.arange(n), w.dtype) + offset) * stride for n in (W, H)]
    center = ops.reshape(ops.stack(ops.meshgrid(*cells), axis=-1), (H * W, 1, 2))
    center, size = (ops.broadcast_to(a, (H * W, len(w), 2)) for a in (center, size))
    boxes = ops.reshape(ops.concatenate([center, size], axis=-1), (-1, 4))
    convert = keras.utils.bounding_boxes.convert_format
    return convert(boxes, source="center_xywh", target="xyxy", dtype=w.dtype)
