"""The loss of YOLO in TensorFlow."""

from __future__ import annotations

import tensorflow as tf

from tf_impl.vision.iou import iou


def yolo_loss(
    boxes: tf.Tensor,
    classes: tf.Tensor,
    target_boxes: tf.Tensor,
    target_classes: tf.Tensor,
    objects: tf.Tensor,
    coord: float = 5.0,
    noobj: float = 0.5,
) -> tf.Tensor:
    """Return L, with every term masked by who is responsible.

    Shapes:
        boxes (N, R, S, B, 5), classes and target_classes (N, R, S, C), target_boxes (N, R, S, 4),
        objects (N, R, S), L ().
    """
    _, rows, columns, n_boxes, _ = boxes.shape
    here = tf.cast(objects != 0, boxes.dtype)
    scale = tf.constant([1 / columns, 1 / rows, 1, 1], boxes.dtype)
    ours = tf.reshape(boxes[..., :4] * scale, (-1, n_boxes, 4))
    theirs = tf.reshape(target_boxes * scale, (-1, 4))
    overlaps = [iou(o, t, box_format="center_xywh") for o, t in zip(ours, theirs, strict=True)]
    overlap = tf.stop_gradient(tf.reshape(tf.stack(overlaps), boxes.shape[:-1]))
    best = tf.one_hot(tf.argmax(overlap, axis=-1), n_boxes, dtype=boxes.dtype)
    responsible = best * here[..., None]
    x, y, w, h, confidence = tf.unstack(boxes, axis=-1)
    tx, ty, tw, th = tf.unstack(target_boxes[..., None, :], axis=-1)
    places = (x - tx) ** 2 + (y - ty) ** 2
    places += (tf.sqrt(w) - tf.sqrt(tw)) ** 2 + (tf.sqrt(h) - tf.sqrt(th)) ** 2
    total = coord * tf.reduce_sum(responsible * places)
    total += tf.reduce_sum(responsible * (confidence - overlap) ** 2)
    total += noobj * tf.reduce_sum((1 - responsible) * confidence**2)
    total += tf.reduce_sum(here[..., None] * (classes - target_classes) ** 2)
    return total / boxes.shape[0]
