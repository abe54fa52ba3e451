"""The loss of YOLO."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape
from numpy_impl.vision.iou import iou


def yolo_loss(
    boxes: ArrayLike,
    classes: ArrayLike,
    target_boxes: ArrayLike,
    target_classes: ArrayLike,
    objects: ArrayLike,
    coord: float = 5.0,
    noobj: float = 0.5,
) -> np.ndarray:
    """Return the squared errors of a grid's cells: places, sizes, confidences and classes.

        L = 1/N (coord sum over responsible boxes of (x - x*)² + (y - y*)²
                                         + (sqrt w - sqrt w*)² + (sqrt h - sqrt h*)²
                 + sum over responsible boxes of (c - IoU)² + noobj sum over the others of c²
                 + sum over cells with an object of (p - p*)²)

    A cell answers for the object whose center lies in it, and of its B boxes the one that overlaps
    it most is responsible. The IoU to which its confidence is held is taken for constant. Roots,
    since an error of a pixel counts more for a small box than for a large one.

    Args:
        boxes: x and y of the center within the cell, w and h in parts of the image, and the
            confidence (N, R, S, B, 5); w and h above 0.
        classes: the probabilities of the classes (N, R, S, C).
        target_boxes: x, y, w, h of the object in each cell (N, R, S, 4).
        target_classes: one-hot (N, R, S, C).
        objects: 1 where an object's center lies in the cell, else 0 (N, R, S).
        coord: the weight of places and sizes.
        noobj: the weight of confidences where no object is.

    Returns:
        L, a scalar.

    Raises:
        ValueError: if the shapes do not fit, or a width or height is not above 0.

    Source:
        Redmon, Divvala, Girshick and Farhadi (2016), You only look once, section 2.2, eq. 3.
    """
    given = _given(boxes, classes, target_boxes, target_classes, objects)
    box, p, truth, one_hot, here = given
    responsible, overlap = _responsible(box, truth, here)
    place = np.sum((box[..., :2] - truth[..., None, :2]) ** 2, axis=-1)
    size = np.sum((np.sqrt(box[..., 2:4]) - np.sqrt(truth[..., None, 2:])) ** 2, axis=-1)
    confidence = box[..., 4]
    total = coord * np.sum(responsible * (place + size))
    total += np.sum(responsible * (confidence - overlap) ** 2)
    total += noobj * np.sum(~responsible * confidence**2)
    total += np.sum(here[..., None] * (p - one_hot) ** 2)
    return np.asarray(total / len(box), dtype=box.dtype)


def yolo_loss_backward(
    dy: ArrayLike,
    boxes: ArrayLike,
    classes: ArrayLike,
    target_boxes: ArrayLike,
    target_classes: ArrayLike,
    objects: ArrayLike,
    coord: float = 5.0,
    noobj: float = 0.5,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of boxes and classes.

    Args:
        dy: the gradient of L, a scalar.
        boxes: as they were given.
        classes: as they were given.
        target_boxes: as they were given.
        target_classes: as they were given.
        objects: as they were given.
        coord: as it was given.
        noobj: as it was given.

    Returns:
        (dboxes (N, R, S, B, 5), dclasses (N, R, S, C)).
    """
    given = _given(boxes, classes, target_boxes, target_classes, objects)
    box, p, truth, one_hot, here = given
    chosen, overlap = _responsible(box, truth, here)
    share = 2 * np.asarray(dy, dtype=box.dtype) / len(box)
    dbox = np.zeros_like(box)
    own = chosen[..., None]
    dbox[..., :2] = float(coord) * own * (box[..., :2] - truth[..., None, :2])
    root = np.sqrt(box[..., 2:4])
    dbox[..., 2:4] = float(coord) * own * (root - np.sqrt(truth[..., None, 2:])) / (2 * root)
    confidence = box[..., 4]
    dbox[..., 4] = np.where(chosen, confidence - overlap, float(noobj) * confidence)
    return share * dbox, share * here[..., None] * (p - one_hot)


def _responsible(
    box: np.ndarray, truth: np.ndarray, here: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which boxes (N, R, S, B) answer for an object, and the IoU of each with it."""
    cells = np.array(box.shape[2:0:-1], dtype=box.dtype)  # along the width, along the height
    overlap = np.zeros(box.shape[:-1], dtype=box.dtype)
    responsible = np.zeros(box.shape[:-1], dtype=bool)
    for cell in zip(*np.nonzero(here), strict=True):
        ours, theirs = box[cell][:, :4].copy(), truth[cell].copy()
        ours[:, :2] /= cells  # from cells to parts of the image, as the sizes are
        theirs[:2] /= cells
        overlap[cell] = iou(ours, theirs, box_format="center_xywh")
        responsible[cell][overlap[cell].argmax()] = True
    return responsible, overlap


def _given(
    boxes: ArrayLike, classes: ArrayLike, truth: ArrayLike, one_hot: ArrayLike, objects: ArrayLike
) -> Any:
    """Return the arrays after a check of their shapes and sizes."""
    boxes, classes = as_float("boxes", boxes), as_float("classes", classes)
    require_shape("boxes", boxes, (None, None, None, None, 5))
    N, R, S, _, _ = boxes.shape
    require_shape("classes", classes, (N, R, S, None))
    truth, one_hot = as_float("target_boxes", truth), as_float("target_classes", one_hot)
    here = np.asarray(objects)
    require_shape("target_boxes", truth, (N, R, S, 4))
    require_shape("target_classes", one_hot, classes.shape)
    require_shape("objects", here, (N, R, S))
    if not N:
        raise ValueError("boxes is empty, but a mean needs at least one image.")
    if not np.all(boxes[..., 2:4] > 0):
        raise ValueError("A box has no width or no height, but its root has no slope at 0.")
    return boxes, classes, truth, one_hot, here != 0
