"""Boxes that a function returns where ours returns their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.describing.concept import Text

KEPT_BOXES = Text(
    "It returns the boxes that are kept, and not their numbers.",
    "残した矩形の番号ではなく、矩形そのものを返している。",
)


def numbers_of(rows: Any, boxes: np.ndarray) -> Any:
    """Return which of the boxes (N, 4) were returned as rows (K, 4).

    What is no row of them stays as it is.
    """
    try:
        found = np.asarray(rows, dtype=float)
    except (TypeError, ValueError):
        return rows
    if found.ndim != 2 or found.shape[1:] != boxes.shape[1:] or not len(found):
        return rows
    same = (found[:, None] == boxes).all(axis=2)
    return same.argmax(axis=1) if same.any(axis=1).all() else rows
