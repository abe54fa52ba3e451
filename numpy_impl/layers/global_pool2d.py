"""What pooling over a whole image checks."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.validation import as_float, require_shape


def images(x: Any) -> np.ndarray:
    """Return x (N, C, H, W) as floats, after a check that its images have pixels."""
    x = as_float("x", x)
    require_shape("x", x, (None, None, None, None))
    if 0 in x.shape[2:]:
        raise ValueError(f"x has shape {x.shape}, but its images need at least one pixel.")
    return x
