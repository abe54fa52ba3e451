"""Precision in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.metrics.averaging import averaged, outcomes, share


def precision(
    y: torch.Tensor, t: torch.Tensor, average: str = "binary", n_classes: int | None = None
) -> torch.Tensor:
    """Return the share of what is said to be of a class that is of it.

    Shapes:
        y and t (N,); the result a scalar, or (C,) for each class.
    """
    tp, fp, fn = outcomes(y, t, average, n_classes)
    return averaged(share(tp, fp, average), tp + fn, tp + fp + fn > 0, average)
