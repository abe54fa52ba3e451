"""Root mean squared error in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def root_mean_squared_error(y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Return the root of :func:`torch.nn.functional.mse_loss`.

    Shapes:
        y and t any, both the same; the result a scalar.
    """
    return F.mse_loss(y, t).sqrt()
