"""What the exam's gated cells share: the sigmoid, and checks of shapes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), of the shape of x."""
    e = np.exp(-np.abs(x))  # at most 1: it cannot overflow
    return np.where(x >= 0, 1, e) / (1 + e)


def sizes(x: np.ndarray, name: str, h: np.ndarray) -> tuple[int, int]:
    """Return (X, H) of x (N, X) and h (N, H), or of x (X,) and h (H,)."""
    if x.ndim not in (1, 2):
        raise ValueError(f"x has shape {x.shape}, but (N, X) or (X,) was expected.")
    require_shape(name, h, (*x.shape[:-1], None))
    return x.shape[-1], h.shape[-1]


def weight(name: str, array: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """Return a weight as floats, of this shape."""
    weight = as_float(name, array)
    require_shape(name, weight, shape)
    return weight
