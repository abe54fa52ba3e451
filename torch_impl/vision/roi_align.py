"""RoIAlign in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F


def roi_align(
    x: torch.Tensor,
    boxes: torch.Tensor,
    images: torch.Tensor,
    output_size: Sequence[int] = (7, 7),
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> torch.Tensor:
    """Return the means of bilinear samples, taken by :func:`F.grid_sample`.

    torchvision's operator of this name could not be installed beside this version of PyTorch; the
    rules are those of its documentation.

    Shapes:
        x (N, C, H, W), boxes (K, 4), images (K,), y (K, C, h, w).
    """
    corners = boxes.to(x) * spatial_scale - (0.5 if aligned else 0.0)
    first, length = corners[:, :2], corners[:, 2:] - corners[:, :2]
    if not aligned:
        length = length.clamp(min=1)
    places, inside = [], []
    for axis, size in ((1, x.shape[2]), (0, x.shape[3])):  # rows, then columns
        n = output_size[1 - axis] * sampling_ratio
        step = (torch.arange(n).to(x) + 0.5) / n
        place = first[:, axis, None] + step * length[:, axis, None]
        inside.append(((place >= -1) & (place <= size)).to(x))
        places.append(2 * place / (size - 1) - 1 if size > 1 else torch.zeros_like(place))
    rows, columns = places
    shape = (len(boxes), rows.shape[1], columns.shape[1])
    grid = torch.stack([columns[:, None].expand(shape), rows[:, :, None].expand(shape)], dim=-1)
    samples = F.grid_sample(x[images.long()], grid, padding_mode="border", align_corners=True)
    samples = samples * (inside[0][:, :, None] * inside[1][:, None])[:, None]
    return F.avg_pool2d(samples, sampling_ratio)
