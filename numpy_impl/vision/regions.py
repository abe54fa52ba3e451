"""Regions of images: the checks of boxes that lie on feature maps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape
from numpy_impl.vision.boxes import as_rows


def regions(
    x: ArrayLike, boxes: ArrayLike, images: ArrayLike, output_size: Sequence[int], scale: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the maps (N, C, H, W), the boxes (K, 4) in pixels of them, and their images (K,).

    Raises:
        ValueError: if a shape does not fit, an image does not exist, or the output has no bins.
    """
    x = as_float("x", x)
    require_shape("x", x, (None, None, None, None))
    corners = as_rows("boxes", boxes) * scale
    where = np.asarray(images)
    require_shape("images", where, (len(corners),))
    if len(where) and (where.dtype.kind not in "iu" or where.min() < 0 or where.max() >= len(x)):
        raise ValueError(f"images must hold numbers from 0 to {len(x) - 1}.")
    if len(output_size) != 2 or min(output_size) < 1:
        raise ValueError(f"output_size is {output_size!r}, but (height, width) was expected.")
    return x, corners, where.astype(np.intp)
