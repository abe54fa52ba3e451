"""Boxes from deltas and anchors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape
from numpy_impl.vision.boxes import TO_CENTERS, as_rows, as_variances, corner_matrix


def box_decoding(
    deltas: ArrayLike,
    anchors: ArrayLike,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> np.ndarray:
    """Return the boxes that a detector means, from what it says of each anchor.

        x = x_a + t_x v_x w_a,   w = w_a exp(t_w v_w)

    and likewise y and h, with t the deltas and v the variances.

    Args:
        deltas: (N, 4), of x, y, w and h.
        anchors: (N, 4).
        variances: what the four are multiplied by: (0.1, 0.1, 0.2, 0.2) in SSD and Fast R-CNN.
        box_format: what the numbers of an anchor are: ``"xyxy"`` the corners, ``"xywh"`` one
            corner and the size, ``"center_xywh"`` the center and the size.

    Returns:
        The corners x1, y1, x2, y2 of the boxes (N, 4).

    Raises:
        ValueError: if the shapes do not fit, or an anchor ends before it begins.

    Source:
        Girshick et al. (2014), Rich feature hierarchies, appendix C; variances: Liu et al. (2016).
    """
    t, anchor = _given(deltas, anchors, variances, box_format)
    center = anchor[:, :2] + t[:, :2] * anchor[:, 2:]
    size = anchor[:, 2:] * np.exp(t[:, 2:])
    return np.concatenate([center - size / 2, center + size / 2], axis=1)


def box_decoding_backward(
    dy: ArrayLike,
    deltas: ArrayLike,
    anchors: ArrayLike,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the deltas and of the anchors.

    Args:
        dy: the gradient of the corners (N, 4).
        deltas: as they were given.
        anchors: as they were given.
        variances: as they were given.
        box_format: as it was given.

    Returns:
        (ddeltas, danchors), both (N, 4).
    """
    t, anchor = _given(deltas, anchors, variances, box_format)
    dy = np.asarray(dy, dtype=t.dtype)
    require_shape("dy", dy, t.shape)
    d_center = dy[:, :2] + dy[:, 2:]
    d_size = (dy[:, 2:] - dy[:, :2]) / 2
    growth = np.exp(t[:, 2:])
    d_shift = d_center * anchor[:, 2:]
    d_growth = d_size * anchor[:, 2:] * growth  # the slope of exp is exp itself
    da_size = d_center * t[:, :2] + d_size * growth
    ddeltas = np.concatenate([d_shift, d_growth], axis=1) * as_variances(variances, t.dtype)
    M = TO_CENTERS.astype(t.dtype) @ corner_matrix(box_format, t.dtype)
    return ddeltas, np.concatenate([d_center, da_size], axis=1) @ M


def _given(
    deltas: ArrayLike, anchors: ArrayLike, variances: Sequence[float], box_format: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the deltas (N, 4) times the variances, and the anchors as centers and sizes."""
    t, anchor = as_float("deltas", deltas), as_rows("anchors", anchors, box_format)
    require_shape("deltas", t, anchor.shape)
    anchor = anchor @ TO_CENTERS.T.astype(anchor.dtype)
    return t * as_variances(variances, t.dtype), anchor
