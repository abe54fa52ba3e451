"""Boxes as deltas from anchors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape
from numpy_impl.vision.boxes import TO_CENTERS, as_rows, as_variances, corner_matrix


def box_encoding(
    boxes: ArrayLike,
    anchors: ArrayLike,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> np.ndarray:
    """Return what a detector learns of a box: how it differs from its anchor.

        y = ((x - x_a) / w_a, (y - y_a) / h_a, log(w / w_a), log(h / h_a)) / variances

    with (x, y) the center of a box, and w and h its size.

    Args:
        boxes: (N, 4), one for each anchor.
        anchors: (N, 4).
        variances: what the four are divided by: (0.1, 0.1, 0.2, 0.2) in SSD and Fast R-CNN.
        box_format: what the numbers of a box and of an anchor are: ``"xyxy"`` the corners,
            ``"xywh"`` one corner and the size, ``"center_xywh"`` the center and the size.

    Returns:
        y (N, 4).

    Raises:
        ValueError: if the shapes do not fit, or a box or an anchor is empty.

    Source:
        Girshick et al. (2014), Rich feature hierarchies, appendix C; variances: Liu et al. (2016).
    """
    box, anchor, v = _given(boxes, anchors, variances, box_format)
    shift = (box[:, :2] - anchor[:, :2]) / anchor[:, 2:]
    growth = np.log(box[:, 2:] / anchor[:, 2:])
    return np.concatenate([shift, growth], axis=1) / v


def box_encoding_backward(
    dy: ArrayLike,
    boxes: ArrayLike,
    anchors: ArrayLike,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the boxes and of the anchors, in the format in which they are.

    Args:
        dy: the gradient of y (N, 4).
        boxes: as they were given.
        anchors: as they were given.
        variances: as they were given.
        box_format: as it was given.

    Returns:
        (dboxes, danchors), both (N, 4).
    """
    box, anchor, v = _given(boxes, anchors, variances, box_format)
    dy = np.asarray(dy, dtype=box.dtype)
    require_shape("dy", dy, box.shape)
    d_shift, d_growth = np.split(dy / v, 2, axis=1)
    d_center = d_shift / anchor[:, 2:]
    d_size = d_growth / box[:, 2:]
    away = (box[:, :2] - anchor[:, :2]) / anchor[:, 2:]
    da_size = -(d_shift * away + d_growth) / anchor[:, 2:]  # of the shift too
    M = TO_CENTERS.astype(box.dtype) @ corner_matrix(box_format, box.dtype)
    dboxes = np.concatenate([d_center, d_size], axis=1) @ M
    danchors = np.concatenate([-d_center, da_size], axis=1) @ M
    return dboxes, danchors


def _given(
    boxes: ArrayLike, anchors: ArrayLike, variances: Sequence[float], box_format: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return boxes and anchors (N, 4) as centers and sizes, and the variances (4,)."""
    box, anchor = as_rows("boxes", boxes, box_format), as_rows("anchors", anchors, box_format)
    require_shape("anchors", anchor, box.shape)
    box, anchor = box @ TO_CENTERS.T.astype(box.dtype), anchor @ TO_CENTERS.T.astype(anchor.dtype)
    if not (np.all(box[:, 2:] > 0) and np.all(anchor[:, 2:] > 0)):
        raise ValueError("A box or an anchor is empty, but each must have a width and a height.")
    return box, anchor, as_variances(variances, np.result_type(box, anchor))
