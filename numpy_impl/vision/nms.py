"""Non-maximum suppression."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape
from numpy_impl.vision.boxes import as_rows
from numpy_impl.vision.iou import iou


def nms(
    boxes: ArrayLike,
    scores: ArrayLike,
    classes: ArrayLike | None = None,
    iou_threshold: float = 0.5,
    min_score: float | None = None,
    max_output: int | None = None,
) -> np.ndarray:
    """Return which boxes are kept where several lie on one object: the best, without its doubles.

    Args:
        boxes: (N, 4), the corners x1, y1, x2, y2.
        scores: how sure the detector is of each (N,).
        classes: the class of each (N,); only boxes of one class are doubles of each other. All are
            of one class if None.
        iou_threshold: a box is a double where its IoU with a kept one is above this.
        min_score: boxes whose score is not above this are dropped first; none if None.
        max_output: how many are kept at most; any number if None.

    Returns:
        The numbers of the boxes that are kept (K,), the best first; of equal scores the first.

    Raises:
        ValueError: if the shapes do not fit, or a box ends before it begins.

    Source:
        Girshick et al. (2014), Rich feature hierarchies, section 2.2.
    """
    boxes, scores = as_rows("boxes", boxes), as_float("scores", scores)
    require_shape("scores", scores, (len(boxes),))
    classes = np.zeros(len(boxes)) if classes is None else np.asarray(classes)
    require_shape("classes", classes, (len(boxes),))
    order = np.argsort(-scores, kind="stable")  # the best first
    if min_score is not None:
        order = order[scores[order] > min_score]
    kept: list[int] = []
    while order.size and (max_output is None or len(kept) < max_output):
        best, rest = order[0], order[1:]
        kept.append(best)
        overlap = iou(boxes[best], boxes[rest])
        double = (overlap > iou_threshold) & (classes[rest] == classes[best])
        order = rest[~double]
    return np.array(kept, dtype=np.intp)
