"""Non-maximum suppression in TensorFlow."""

from __future__ import annotations

import tensorflow as tf


def nms(
    boxes: tf.Tensor,
    scores: tf.Tensor,
    classes: tf.Tensor | None = None,
    iou_threshold: float = 0.5,
    min_score: float | None = None,
    max_output: int | None = None,
) -> tf.Tensor:
    """Return the numbers of the boxes that are kept (K,), by :func:`tf.image.non_max_suppression`.

    It takes float32 alone, and knows no classes: boxes of another class are moved out of reach.

    Shapes:
        boxes (N, 4), scores and classes (N,).
    """
    boxes, scores = tf.cast(boxes, tf.float32), tf.cast(scores, tf.float32)
    if classes is not None:
        reach = tf.reduce_max(boxes) - tf.reduce_min(boxes) + 1
        boxes += tf.cast(classes, tf.float32)[:, None] * reach
    return tf.image.non_max_suppression(
        boxes,
        scores,
        max_output_size=len(scores) if max_output is None else max_output,
        iou_threshold=iou_threshold,
        score_threshold=float("-inf") if min_score is None else min_score,
    )
