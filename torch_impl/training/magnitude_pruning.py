"""Pruning by magnitude in PyTorch."""

from __future__ import annotations

import torch
from torch.nn.utils import prune


def magnitude_pruning(
    W: torch.Tensor, sparsity: float = 0.5, axis: int | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (W_pruned, mask), by :mod:`torch.nn.utils.prune`.

    Shapes:
        W any; both results as W.
    """
    module = torch.nn.Module()
    module.W = torch.nn.Parameter(W.clone())
    if axis is None:
        prune.l1_unstructured(module, "W", amount=float(sparsity))
    else:
        prune.ln_structured(module, "W", amount=float(sparsity), n=2, dim=axis)
    return module.W.detach(), module.W_mask
