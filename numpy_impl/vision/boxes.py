"""Boxes: their formats, and the checks of what is given as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_choice

TO_CORNERS = {
    "xyxy": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    "xywh": [[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1]],
    "center_xywh": [[1, 0, -0.5, 0], [0, 1, 0, -0.5], [1, 0, 0.5, 0], [0, 1, 0, 0.5]],
}
"""The matrix that makes the corners x1, y1, x2, y2 of a box in each format."""


def corner_matrix(box_format: str, dtype: np.dtype) -> np.ndarray:
    """Return M (4, 4), with which the corners are M times the box.

    Raises:
        ValueError: if there is no such format.
    """
    require_choice("box_format", box_format, tuple(TO_CORNERS))
    return np.array(TO_CORNERS[box_format], dtype=dtype)


def as_corners(name: str, boxes: ArrayLike, box_format: str = "xyxy") -> np.ndarray:
    """Return the corners (..., 4) of boxes (..., 4), as new floats: x1, y1, x2, y2.

    Raises:
        ValueError: if the last axis is not 4 long, or a box ends before it begins.
    """
    boxes = as_float(name, boxes)
    if boxes.ndim == 0 or boxes.shape[-1] != 4:
        raise ValueError(f"{name} has shape {boxes.shape}, but (..., 4) was expected.")
    corners = boxes @ corner_matrix(box_format, boxes.dtype).T
    if np.any(corners[..., 2:] < corners[..., :2]):
        raise ValueError(
            f"A box of {name} ends before it begins, but x1 <= x2 and y1 <= y2 must hold."
        )
    return corners


def as_rows(name: str, boxes: ArrayLike, box_format: str = "xyxy") -> np.ndarray:
    """Return the corners (N, 4) of N boxes, as new floats.

    Raises:
        ValueError: if they are no rows of four numbers, or a box ends before it begins.
    """
    boxes = as_float(name, boxes)
    if boxes.ndim != 2 or boxes.shape[-1] != 4:
        raise ValueError(f"{name} has shape {boxes.shape}, but (any, 4) was expected.")
    return as_corners(name, boxes, box_format)


TO_CENTERS = np.array([[0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [-1, 0, 1, 0], [0, -1, 0, 1]])
"""The matrix that makes center and size of the corners of a box."""


def as_variances(variances: ArrayLike, dtype: np.dtype) -> np.ndarray:
    """Return four numbers (4,) above 0.

    Raises:
        ValueError: if they are not.
    """
    four = np.asarray(variances, dtype=dtype)
    if four.shape != (4,) or not np.all(four > 0):
        raise ValueError(f"variances is {variances!r}, but four numbers above 0 were expected.")
    return four
