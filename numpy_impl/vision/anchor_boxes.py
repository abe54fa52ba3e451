"""Anchor boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_shape


def anchor_boxes(
    scales: ArrayLike,
    ratios: ArrayLike,
    feature_size: tuple[int, int],
    stride: float = 16.0,
    offset: float = 0.5,
) -> np.ndarray:
    """Return boxes of every scale and ratio around the center of every cell of a feature map.

        h = s sqrt(r),   w = s / sqrt(r):   of the area s^2, and h / w = r

    Args:
        scales: the root of each area (S,), in pixels of the image.
        ratios: height over width (R,).
        feature_size: (H, W), the cells of the feature map.
        stride: how many pixels lie between neighbouring cells.
        offset: where in its cell the center is: 0.5 in the middle, 0 in the corner.

    Returns:
        The corners x1, y1, x2, y2 (H W S R, 4): cell by cell, in rows; in a cell scale by scale.
        They may reach beyond the image.

    Raises:
        ValueError: if a scale or a ratio is not above 0, or the feature map has no cells.

    Source:
        Ren et al. (2015), Faster R-CNN, section 3.1.1.
    """
    scales, ratios = as_float("scales", scales), as_float("ratios", ratios)
    require_shape("scales", scales, (None,))
    require_shape("ratios", ratios, (None,))
    H, W = feature_size
    if not (np.all(scales > 0) and np.all(ratios > 0) and H > 0 and W > 0):
        raise ValueError("Scales, ratios and the feature map's size must be above 0.")
    stride, offset = float(stride), float(offset)
    h = (scales[:, None] * np.sqrt(ratios)).ravel()
    w = (scales[:, None] / np.sqrt(ratios)).ravel()
    half = np.stack([w, h], axis=-1) / 2  # (S R, 2)
    x = (np.arange(W) + offset) * stride
    y = (np.arange(H) + offset) * stride
    center = np.stack(np.meshgrid(x, y), axis=-1)[:, :, None].astype(half.dtype)  # (H, W, 1, 2)
    corners = np.concatenate([center - half, center + half], axis=-1)
    return corners.reshape(-1, 4)
