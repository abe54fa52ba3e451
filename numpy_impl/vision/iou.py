"""Intersection over union."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_not_negative, require_shape
from numpy_impl.vision.boxes import as_corners, corner_matrix


def iou(
    a: ArrayLike,
    b: ArrayLike,
    generalized: bool = False,
    box_format: str = "xyxy",
    offset: float = 0.0,
) -> np.ndarray:
    """Return how much of each box of a and each box of b is common to both: I / U.

        IoU = I / U,   GIoU = I / U - (C - U) / C

    with I the area of the intersection, U that of the union, and C that of the smallest box
    around both.

    Args:
        a: boxes (..., 4); one box may stand alone (4,).
        b: boxes (..., 4).
        generalized: whether it is GIoU, which tells how far apart two boxes are that do not meet.
        box_format: what the four numbers are: ``"xyxy"`` the corners x1, y1, x2, y2, ``"xywh"`` one
            corner and the size, ``"center_xywh"`` the center and the size.
        offset: added to every width and height; 1 where x2 and y2 are the last pixels inside.

    Returns:
        y, of the axes of a and then those of b: (N, M) for N and M boxes. From 0 to 1, GIoU from
        -1 to 1; 0 where both boxes are empty.

    Raises:
        ValueError: if the last axis is not 4 long, or a box ends before it begins.

    Source:
        Everingham et al. (2010), The PASCAL visual object classes challenge, section 4.2;
        Rezatofighi et al. (2019), Generalized intersection over union, algorithm 1.
    """
    p, q, offset = _facing(a, b, box_format, offset)
    top_left = np.maximum(p[..., :2], q[..., :2])
    bottom_right = np.minimum(p[..., 2:], q[..., 2:])
    size = np.maximum(bottom_right - top_left + offset, 0)  # boxes that are apart share nothing
    inter = size[..., 0] * size[..., 1]
    U = _area(p, offset) + _area(q, offset) - inter
    y = inter / np.where(U > 0, U, 1)
    if generalized:
        hull = np.maximum(p[..., 2:], q[..., 2:]) - np.minimum(p[..., :2], q[..., :2]) + offset
        C = hull[..., 0] * hull[..., 1]
        y = y - (C - U) / np.where(C > 0, C, 1)
    return y[()]


def iou_backward(
    dy: ArrayLike,
    a: ArrayLike,
    b: ArrayLike,
    generalized: bool = False,
    box_format: str = "xyxy",
    offset: float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the boxes, in the format in which they are.

    Args:
        dy: the gradient of y, of its shape.
        a: as it was given.
        b: as it was given.
        generalized: as it was given.
        box_format: as it was given.
        offset: as it was given.

    Returns:
        (da, db), each of the shape of what it belongs to.
    """
    p, q, offset = _facing(a, b, box_format, offset)
    size, hull = _sizes(p, q, offset)
    inter, C = size.prod(axis=-1), hull.prod(axis=-1)
    U = _area(p, offset) + _area(q, offset) - size.prod(axis=-1)
    dy = np.asarray(dy, dtype=U.dtype)
    require_shape("dy", dy, U.shape)
    one_over_U = np.divide(1, U, out=np.zeros_like(U), where=U > 0)
    dU = -dy * inter * one_over_U**2
    dC = np.zeros_like(dy)
    if generalized:  # y = I / U - 1 + U / C
        one_over_C = np.divide(1, C, out=np.zeros_like(C), where=C > 0)
        dU = dU + dy * one_over_C
        dC = -dy * U * one_over_C**2
    dI = dy * one_over_U - dU  # U = A + B - I
    d_size = dI[..., None] * size[..., ::-1] * (size > 0)  # a width counts as often as it is high
    d_hull = dC[..., None] * hull[..., ::-1]
    dp = _of_box(p, q, dU, d_size, d_hull, offset)
    dq = _of_box(q, p, dU, d_size, d_hull, offset)
    axes = np.ndim(a) - 1
    dp = dp.sum(axis=tuple(range(axes, U.ndim)))  # each box met all of the others
    dq = dq.sum(axis=tuple(range(axes)))
    M = corner_matrix(box_format, dp.dtype)
    return dp @ M, dq @ M


def _facing(
    a: ArrayLike, b: ArrayLike, box_format: str, offset: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the corners of each box of a beside each of b (axes of length 1), and the offset."""
    require_not_negative("offset", offset)
    p, q = as_corners("a", a, box_format), as_corners("b", b, box_format)
    return p.reshape(*p.shape[:-1], *[1] * (q.ndim - 1), 4), q, float(offset)


def _area(box: np.ndarray, offset: float) -> np.ndarray:
    """Return the area (...) of boxes (..., 4)."""
    return (box[..., 2] - box[..., 0] + offset) * (box[..., 3] - box[..., 1] + offset)


def _sizes(p: np.ndarray, q: np.ndarray, offset: float) -> tuple[np.ndarray, np.ndarray]:
    """Return width and height (..., 2) of the intersection, and of the box around both."""
    inner = np.minimum(p[..., 2:], q[..., 2:]) - np.maximum(p[..., :2], q[..., :2])
    outer = np.maximum(p[..., 2:], q[..., 2:]) - np.minimum(p[..., :2], q[..., :2])
    return np.maximum(inner + offset, 0), outer + offset


def _of_box(
    p: np.ndarray,
    q: np.ndarray,
    dU: np.ndarray,
    d_size: np.ndarray,
    d_hull: np.ndarray,
    offset: float,
) -> np.ndarray:
    """Return the gradient of the corners of p: of its own area, and where its edge is the inner
    or the outer one of the two."""
    own = (p[..., 2:] - p[..., :2] + offset)[..., ::-1] * dU[..., None]
    d_first = -own - d_size * (p[..., :2] > q[..., :2]) - d_hull * (p[..., :2] < q[..., :2])
    d_last = own + d_size * (p[..., 2:] < q[..., 2:]) + d_hull * (p[..., 2:] > q[..., 2:])
    return np.concatenate([d_first, d_last], axis=-1)
