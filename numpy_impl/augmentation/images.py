"""Checks of a batch of images, and of what was drawn for each of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def images_and_draws(x: ArrayLike, name: str, drawn: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the images (N, C, H, W) and one drawn number each as (N, 1, 1, 1)."""
    x = as_float("x", x)
    require_shape("x", x, (None, None, None, None))
    drawn = as_float(name, drawn).astype(x.dtype, copy=False)
    require_shape(name, drawn, x.shape[:1])
    return x, drawn.reshape(-1, 1, 1, 1)


def clipped(x: np.ndarray, clip: tuple[float, float] | None) -> np.ndarray:
    """Return the values within (low, high); all of them if None."""
    return x if clip is None else np.clip(x, float(clip[0]), float(clip[1]))
