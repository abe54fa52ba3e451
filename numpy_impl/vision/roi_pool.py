"""Pooling of regions of interest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape
from numpy_impl.vision.regions import regions


def roi_pool(
    x: ArrayLike,
    boxes: ArrayLike,
    images: ArrayLike,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
) -> np.ndarray:
    """Return a map of one size for each box, whatever its own: the maxima of h × w bins.

    The corners are rounded to whole pixels (a half goes up), and the last one is inside. What lies
    outside of the map is cut off. Bin i of n, over m pixels, runs from floor(i m / n) to
    ceil((i + 1) m / n), so bins may overlap.

    Args:
        x: feature maps (N, C, H, W).
        boxes: (K, 4), the corners x1, y1, x2, y2 in pixels of the image.
        images: which image each box is of (K,).
        output_size: (h, w), the bins.
        spatial_scale: a pixel of the image in pixels of the map, such as 1/16.

    Returns:
        y (K, C, h, w).

    Raises:
        ValueError: if the shapes do not fit, or a box lies outside of the map.

    Source:
        Girshick (2015), Fast R-CNN, section 2.1.
    """
    x, corners, images = regions(x, boxes, images, output_size, spatial_scale)
    y = np.empty((len(corners), x.shape[1], *output_size), dtype=x.dtype)
    for k, i, j, rows, columns in _bins(x, corners, output_size):
        y[k, :, i, j] = x[images[k], :, rows, columns].max(axis=(1, 2))
    return y


def roi_pool_backward(
    dy: ArrayLike,
    x: ArrayLike,
    boxes: ArrayLike,
    images: ArrayLike,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
) -> tuple[np.ndarray]:
    """Return the gradient of x: each one of y goes to the first maximum of its bin.

    Args:
        dy: the gradient of y (K, C, h, w).
        x: as it was given.
        boxes: as they were given; rounded, they get no gradient.
        images: as they were given.
        output_size: as it was given.
        spatial_scale: as it was given.

    Returns:
        (dx,), of the shape of x.
    """
    x, corners, images = regions(x, boxes, images, output_size, spatial_scale)
    dy = np.asarray(dy, dtype=x.dtype)
    require_shape("dy", dy, (len(corners), x.shape[1], *output_size))
    dx = np.zeros_like(x)
    for k, i, j, tall, wide in _bins(x, corners, output_size):
        bin_ = x[images[k], :, tall, wide]
        largest = bin_.reshape(len(bin_), -1).argmax(axis=1)
        r, c = np.unravel_index(largest, bin_.shape[1:])
        # A pixel may be the maximum of several bins and boxes, so it adds up.
        dx[images[k], np.arange(len(bin_)), tall.start + r, wide.start + c] += dy[k, :, i, j]
    return (dx,)


def _bins(
    x: np.ndarray, corners: np.ndarray, output_size: Sequence[int]
) -> Iterator[tuple[int, int, int, slice, slice]]:
    """Yield each box's number, its bins' row and column, and the pixels of each bin."""
    height, width = x.shape[2:]
    for k, (x1, y1, x2, y2) in enumerate(np.floor(corners + 0.5).astype(int)):
        top, bottom = max(y1, 0), min(y2 + 1, height)
        left, right = max(x1, 0), min(x2 + 1, width)
        if top >= bottom or left >= right:
            raise ValueError(f"The box {k} lies outside of the map of {height}×{width}.")
        for i, rows in enumerate(_parts(top, bottom, output_size[0])):
            for j, columns in enumerate(_parts(left, right, output_size[1])):
                yield k, i, j, rows, columns


def _parts(start: int, stop: int, n: int) -> list[slice]:
    """Cut the pixels from start to stop into n bins, from the floor to the ceiling of each."""
    m = stop - start
    return [slice(start + i * m // n, start - (-(i + 1) * m // n)) for i in range(n)]
