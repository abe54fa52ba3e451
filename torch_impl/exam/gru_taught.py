"""GRU, one step (exam) in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def gru_taught(
    x: torch.Tensor,
    h: torch.Tensor,
    W_r: torch.Tensor,
    U_r: torch.Tensor,
    W_z: torch.Tensor,
    U_z: torch.Tensor,
    W: torch.Tensor,
    U: torch.Tensor,
) -> torch.Tensor:
    """Return h_new, composed: :class:`torch.nn.GRUCell` resets after the product with U.

    Shapes:
        x (N, X) or (X,); h, h_new (N, H) or (H,); W_r, W_z, W (H, X); U_r, U_z, U (H, H).
    """
    reset = torch.sigmoid(F.linear(x, W_r) + F.linear(h, U_r))
    update = torch.sigmoid(F.linear(x, W_z) + F.linear(h, U_z))
    candidate = torch.tanh(F.linear(x, W) + F.linear(reset * h, U))
    return torch.lerp(h, candidate, update)
