"""One-hot rows in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def one_hot(idx: torch.Tensor, n_classes: int) -> torch.Tensor:
    """Return y (..., n_classes) for idx (...), by ``one_hot``, which counts in integers."""
    return F.one_hot(idx.long(), n_classes).double()
