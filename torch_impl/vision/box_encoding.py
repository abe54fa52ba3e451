"""Boxes as deltas from anchors in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torch_impl.vision.boxes import as_centers


def box_encoding(
    boxes: torch.Tensor,
    anchors: torch.Tensor,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> torch.Tensor:
    """Return the deltas (N, 4) of boxes (N, 4) from anchors (N, 4)."""
    x, y, w, h = as_centers(boxes, box_format).unbind(-1)
    x_a, y_a, w_a, h_a = as_centers(anchors, box_format).unbind(-1)
    deltas = [(x - x_a) / w_a, (y - y_a) / h_a, w.log() - w_a.log(), h.log() - h_a.log()]
    return torch.stack([d / v for d, v in zip(deltas, variances, strict=True)], dim=-1)
