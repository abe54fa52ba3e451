"""The reduction over the examples of a batch."""

from __future__ import annotations

import torch


def reduced(values: torch.Tensor, reduction: str) -> torch.Tensor:
    """Return one number for each example as they are, their sum or their mean."""
    if reduction == "none":
        return values
    return values.sum() if reduction == "sum" else values.mean()
