"""Boxes from deltas and anchors in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torch_impl.vision.boxes import as_centers, as_corners


def box_decoding(
    deltas: torch.Tensor,
    anchors: torch.Tensor,
    variances: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    box_format: str = "xyxy",
) -> torch.Tensor:
    """Return the corners (N, 4) of boxes from deltas (N, 4) and anchors (N, 4)."""
    x_a, y_a, w_a, h_a = as_centers(anchors, box_format).unbind(-1)
    t_x, t_y, t_w, t_h = (d * v for d, v in zip(deltas.unbind(-1), variances, strict=True))
    boxes = [x_a + t_x * w_a, y_a + t_y * h_a, w_a * t_w.exp(), h_a * t_h.exp()]
    return as_corners(torch.stack(boxes, dim=-1), "center_xywh")
