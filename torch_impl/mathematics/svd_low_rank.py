"""The nearest matrix of a low rank in PyTorch."""

from __future__ import annotations

import torch


def svd_low_rank(A: torch.Tensor, rank: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (y, error), y being A projected on its first left singular vectors.

    Shapes:
        A and y (m, n), error ().
    """
    U = torch.linalg.svd(A, full_matrices=False).U[:, :rank]
    y = U @ (U.T @ A)
    return y, torch.linalg.matrix_norm(A - y)
