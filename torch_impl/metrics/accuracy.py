"""Accuracy in PyTorch."""

from __future__ import annotations

import torch


def accuracy(y: torch.Tensor, t: torch.Tensor, threshold: float | None = None) -> torch.Tensor:
    """Return the share of the examples that are right.

    Shapes:
        y (N,) or (N, C), t (N,) or (N, C); the result a scalar.
    """
    kind = y.dtype if y.is_floating_point() else torch.float64
    if threshold is not None:
        y = y > threshold
    said, true = (labels.argmax(1) if labels.ndim == 2 else labels for labels in (y, t))
    return (said == true).to(kind).mean()
