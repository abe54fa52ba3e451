"""Checks what softmax and its logarithm need: an axis with classes."""

from __future__ import annotations

import numpy as np


def require_classes(x: np.ndarray, axis: int) -> None:
    """Check that x has the axis, and something along it."""
    if not -x.ndim <= axis < x.ndim or x.shape[axis] == 0:
        raise ValueError(
            f"x has shape {x.shape}, but at least one class along axis {axis} is needed."
        )
