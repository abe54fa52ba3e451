"""The gradient of a function by PyTorch's autograd."""

from __future__ import annotations

from collections.abc import Callable

import torch


def autograd(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Return df/dx at x, of its shape."""
    return torch.func.grad(f)(x)
