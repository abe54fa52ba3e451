"""Rotating images in PyTorch."""

from __future__ import annotations

import torch
import torch.nn.functional as F


def rotate(x: torch.Tensor, angle: torch.Tensor, fill: float = 0.0) -> torch.Tensor:
    """Return the images, sampled at a grid that is turned.

    :func:`torch.nn.functional.affine_grid` measures both axes from -1 to 1, so an image that is
    not square is stretched by the matrix and back.

    Shapes:
        x (N, C, H, W), angle (N,) in degrees, counterclockwise; the result as x.
    """
    height, width = x.shape[2:]
    turn = torch.deg2rad(angle)
    c, s, none = turn.cos(), turn.sin(), torch.zeros_like(turn)
    rows = ([c, -s * height / width, none], [s * width / height, c, none])
    matrix = torch.stack([torch.stack(row, dim=1) for row in rows], dim=1)
    grid = F.affine_grid(matrix, list(x.shape), align_corners=False)
    return F.grid_sample(x - fill, grid, mode="bilinear", align_corners=False) + fill
