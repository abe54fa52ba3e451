"""The confusion matrix in PyTorch."""

from __future__ import annotations

import torch


def confusion_matrix(
    y: torch.Tensor, t: torch.Tensor, n_classes: int | None = None
) -> torch.Tensor:
    """Return how many examples of each true class are said to be of each class.

    Shapes:
        y and t any, both the same; n (C, C), the true classes first.
    """
    C = n_classes or 1 + max(int(y.max()), int(t.max()))
    pairs = t.flatten() * C + y.flatten()
    return torch.bincount(pairs, minlength=C * C).reshape(C, C)
