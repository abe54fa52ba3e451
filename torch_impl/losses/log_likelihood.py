"""PyTorch's negative log-likelihood, with the classes on the last axis."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def as_rows(x: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Make every leading axis one axis of examples, the second axis being the classes."""
    classes = x.shape[-1]
    if t.shape == x.shape:
        return x.reshape(-1, classes), t.reshape(-1, classes).to(x.dtype)
    return x.reshape(-1, classes), t.reshape(-1).long()


def negative_log_likelihood(log_p: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Return one loss for each example; PyTorch's own takes class numbers only."""
    if t.shape == log_p.shape:
        return -(t * log_p).sum(dim=-1)
    rows, numbers = as_rows(log_p, t)
    return F.nll_loss(rows, numbers, reduction="none").reshape(t.shape)
