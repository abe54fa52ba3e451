"""The sinusoidal positional encoding in PyTorch."""

from __future__ import annotations

import torch


def positional_encoding(T: int, d: int, base: float = 10000.0) -> torch.Tensor:
    """Return P (T, d), sine and cosine by turns; PyTorch has no part of its own for it."""
    dtype = torch.get_default_dtype()
    t = torch.arange(T, dtype=dtype)
    exponents = torch.arange(0, d, 2, dtype=dtype) / d
    angle = torch.outer(t, base**-exponents)
    return torch.stack([angle.sin(), angle.cos()], dim=2).flatten(1)[:, :d]
