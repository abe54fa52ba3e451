"""Federated averaging in PyTorch."""

from __future__ import annotations

import torch


def federated_averaging(W: torch.Tensor, n: torch.Tensor) -> torch.Tensor:
    """Return the global model, client by client.

    Shapes:
        W (K, ...), n (K,); the result (...).
    """
    whole = torch.zeros_like(W[0])
    for local, examples in zip(W, n, strict=True):
        whole.add_(local, alpha=float(examples))
    return whole / n.sum()
