"""Rotating images."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.augmentation.images import images_and_draws


def rotate(x: ArrayLike, angle: ArrayLike, fill: float = 0.0) -> np.ndarray:
    """Return the images, turned about their middle.

    Every pixel of y asks where it lay before the turn. That is a place between four pixels of x,
    and the nearer one of them is, the more it weighs (bilinear interpolation).

    Args:
        x: (N, C, H, W).
        angle: one drawn number for each image (N,), in degrees, counterclockwise.
        fill: what lies beyond the border.

    Returns:
        The images, of the shape of x: corners that leave it are lost.

    Source:
        Jaderberg, Simonyan, Zisserman and Kavukcuoglu (2015), Spatial transformer networks,
        section 3.3.
    """
    x, drawn = images_and_draws(x, "angle", angle)
    N, _, H, W = x.shape
    turn = np.deg2rad(drawn[:, 0])
    down, right = (H - 1) / 2, (W - 1) / 2  # the middle
    v, u = np.indices((H, W)) - np.reshape([down, right], (2, 1, 1))
    row = np.sin(turn) * u + np.cos(turn) * v + down
    column = np.cos(turn) * u - np.sin(turn) * v + right
    top, left = np.floor(row).astype(int), np.floor(column).astype(int)
    image = np.arange(N)[:, np.newaxis, np.newaxis]
    y = np.zeros_like(x)
    for i, j in np.ndindex(2, 2):
        h, w = top + i, left + j
        weight = (1 - np.abs(row - h)) * (1 - np.abs(column - w))
        inside = (h >= 0) & (h < H) & (w >= 0) & (w < W)
        pixel = x[image, :, np.where(inside, h, 0), np.where(inside, w, 0)]  # (N, H, W, C)
        pixel = np.where(inside[..., np.newaxis], pixel, fill)
        y += np.moveaxis(weight[..., np.newaxis] * pixel, 3, 1)
    return y
