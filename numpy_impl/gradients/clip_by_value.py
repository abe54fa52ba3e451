"""Gradient clipping by value."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float


def clip_by_value(g: np.ndarray, limit: float) -> np.ndarray:
    """Return g with every element moved into [-limit, limit]; this may turn the direction.

    Args:
        g: a gradient, of any shape.
        limit: at least 0.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.11.1.
    """
    g = as_float("g", g)
    if limit < 0:
        raise ValueError(f"limit is {limit}, but must not be negative.")
    limit = float(limit)  # of NumPy's own type, it would make a float32 g float64
    return np.clip(g, -limit, limit)
