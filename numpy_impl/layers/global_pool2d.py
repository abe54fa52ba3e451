"""What pooling over a whole image, sequence or volume checks."""

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


def places(x: Any, n_axes: int) -> np.ndarray:
    """Return x (N, C, space) as floats, after a check that there is something along each axis."""
    x = as_float("x", x)
    require_shape("x", x, (None,) * (2 + n_axes))
    if 0 in x.shape[2:]:
        raise ValueError(f"x has shape {x.shape}, but needs at least one number in each channel.")
    return x
