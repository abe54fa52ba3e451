"""Cross-entropy with smoothed labels in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import as_rows


class LabelSmoothing(nn.CrossEntropyLoss):
    """Cross-entropy with smoothed labels: :class:`torch.nn.CrossEntropyLoss`' label_smoothing.

    Shapes:
        x (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, smoothing: float = 0.1, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction, label_smoothing=smoothing)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        loss = super().forward(*as_rows(x, t))
        return loss.reshape(x.shape[:-1]) if self.reduction == "none" else loss
