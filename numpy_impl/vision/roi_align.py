"""RoIAlign."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import require_shape
from numpy_impl.vision.regions import regions


def roi_align(
    x: ArrayLike,
    boxes: ArrayLike,
    images: ArrayLike,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> np.ndarray:
    """Return a map of one size for each box, without rounding: means of bilinear samples.

        y[k, c] = A x[n, c] B^T

    A (h, H) says how much each row of pixels counts in each row of bins, B (w, W) the same of the
    columns: a sample between two pixels counts each by how near it is, and a bin is the mean of
    its samples.

    Args:
        x: feature maps (N, C, H, W).
        boxes: (K, 4), the corners x1, y1, x2, y2 in pixels of the image.
        images: which image each box is of (K,).
        output_size: (h, w), the bins.
        spatial_scale: a pixel of the image in pixels of the map, such as 1/16.
        sampling_ratio: samples of a bin along each axis.
        aligned: whether the pixel i is around i + 1/2, so that boxes are moved by half a pixel;
            else it is at i, and a box is at least one pixel wide and high.

    Returns:
        y (K, C, h, w). A sample more than a pixel outside of the map is 0.

    Raises:
        ValueError: if the shapes do not fit, or sampling_ratio is less than 1.

    Source:
        He, Gkioxari, Dollár and Girshick (2017), Mask R-CNN, section 3.
    """
    x, corners, images = regions(x, boxes, images, output_size, spatial_scale)
    y = np.empty((len(corners), x.shape[1], *output_size), dtype=x.dtype)
    for k, box in enumerate(corners):
        A, B = _matrices(box, x.shape[2:], output_size, sampling_ratio, aligned)
        y[k] = A.astype(x.dtype) @ x[images[k]] @ B.T.astype(x.dtype)
    return y


def roi_align_backward(
    dy: ArrayLike,
    x: ArrayLike,
    boxes: ArrayLike,
    images: ArrayLike,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> tuple[np.ndarray]:
    """Return the gradient of x: each box adds A^T dy B to its image.

    Args:
        dy: the gradient of y (K, C, h, w).
        x: as it was given.
        boxes: as they were given; they are taken for constant.
        images: as they were given.
        output_size: as it was given.
        spatial_scale: as it was given.
        sampling_ratio: as it was given.
        aligned: as it was given.

    Returns:
        (dx,), of the shape of x.
    """
    x, corners, images = regions(x, boxes, images, output_size, spatial_scale)
    dy = np.asarray(dy, dtype=x.dtype)
    require_shape("dy", dy, (len(corners), x.shape[1], *output_size))
    dx = np.zeros_like(x)
    for k, box in enumerate(corners):
        rows, columns = _matrices(box, x.shape[2:], output_size, sampling_ratio, aligned)
        dx[images[k]] += rows.T.astype(x.dtype) @ dy[k] @ columns.astype(x.dtype)
    return (dx,)


def _matrices(
    box: np.ndarray, size: Sequence[int], bins: Sequence[int], ratio: int, aligned: bool
) -> list[np.ndarray]:
    """Return A (h, H) and B (w, W) of a box in pixels of the map."""
    if ratio < 1:
        raise ValueError(f"sampling_ratio is {ratio}, but must be at least 1.")
    found = []
    for first, last, n, m in zip(box[1::-1], box[3:1:-1], bins, size, strict=True):
        length = last - first
        if aligned:
            first = first - 0.5
        else:
            length = max(length, 1.0)
        place = first + (np.arange(n * ratio) + 0.5) * length / (n * ratio)
        near = np.clip(place, 0, m - 1)
        weight = np.maximum(1 - np.abs(near[:, None] - np.arange(m)), 0)  # of the two next to it
        weight[(place < -1) | (place > m)] = 0
        found.append(weight.reshape(n, ratio, m).mean(axis=1))
    return found
