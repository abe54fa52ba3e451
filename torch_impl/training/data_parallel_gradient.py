"""The gradient of a batch that several workers share, in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def data_parallel_gradient(
    x: torch.Tensor,
    t: torch.Tensor,
    W: torch.Tensor,
    b: torch.Tensor,
    n_workers: int = 2,
    average: str = "examples",
    normalize: str = "none",
    epsilon: float = 1e-5,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (dW, db) by autograd: of the whole batch at once where that is the same.

    Shapes:
        x (N, D), t (N,), W (D, C), b (C,).
    """
    W, b = W.detach().requires_grad_(), b.detach().requires_grad_()

    def loss(x: torch.Tensor, t: torch.Tensor, normalized: bool) -> torch.Tensor:
        if normalized:
            x = F.batch_norm(x, None, None, training=True, eps=epsilon)
        return F.cross_entropy(F.linear(x, W.T, b), t)

    if normalize != "shard" and average == "examples":
        whole = loss(x, t, normalize == "batch")
    else:
        if normalize == "batch":
            x = F.batch_norm(x, None, None, training=True, eps=epsilon)
        parts = list(zip(x.tensor_split(n_workers), t.tensor_split(n_workers), strict=True))
        losses = torch.stack([loss(*part, normalize == "shard") for part in parts])
        sizes = torch.tensor([len(part) for part, _ in parts], dtype=x.dtype)
        shares = sizes if average == "examples" else torch.ones_like(sizes)
        whole = torch.dot(losses, shares / shares.sum())
    dW, db = torch.autograd.grad(whole, (W, b))
    return dW, db
