"""Random erasing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def random_erase(x: ArrayLike, boxes: ArrayLike, value: float = 0.0) -> np.ndarray:
    """Return the images with a rectangle of each erased.

    Args:
        x: (N, C, H, W).
        boxes: top, left, height and width of each image's rectangle (N, 4); a height of 0 where an
            image stays as it is.
        value: what stands in the rectangle.

    Returns:
        The images, of the shape of x.

    Raises:
        ValueError: if a rectangle leaves the image.

    Source:
        Zhong, Zheng, Kang, Li and Yang (2020), Random erasing data augmentation, algorithm 1.
    """
    x, boxes = as_float("x", x), np.asarray(boxes)
    require_shape("x", x, (None, None, None, None))
    N, _, H, W = x.shape
    require_shape("boxes", boxes, (N, 4))
    if np.any(boxes < 0) or np.any(boxes[:, :2] + boxes[:, 2:] > (H, W)):
        raise ValueError(f"boxes must lie within the images of {H} x {W}, but one leaves them.")
    y = x.copy()
    for n, (top, left, height, width) in enumerate(boxes.astype(np.intp)):
        y[n, :, top : top + height, left : left + width] = value
    return y
