"""Top-k accuracy in PyTorch."""

from __future__ import annotations

import torch


def top_k_accuracy(y: torch.Tensor, t: torch.Tensor, k: int = 5) -> torch.Tensor:
    """Return the share of the examples whose class scores no less than the k-th best one.

    Shapes:
        y (N, C), t (N,); the result a scalar.
    """
    last = y.topk(min(k, y.shape[1]), dim=1).values[:, -1]
    return (y.gather(1, t.long()[:, None])[:, 0] >= last).to(y.dtype).mean()


def _by_index(y: torch.Tensor, t: torch.Tensor, k: int) -> torch.Tensor:
    """Return the share whose class is one of the k that ``topk`` names."""
    return (y.topk(k, dim=1).indices == t.long()[:, None]).any(1).to(y.dtype).mean()
