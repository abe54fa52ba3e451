"""Softmax with cross-entropy in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import as_rows


class SoftmaxCrossEntropy(nn.CrossEntropyLoss):
    """Cross-entropy of C classes from logits, as :class:`torch.nn.CrossEntropyLoss`.

    PyTorch's own has the classes on axis 1; here they are on the last.

    Shapes:
        x (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction=reduction, label_smoothing=label_smoothing)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        examples = x.shape[:-1]
        x, t = as_rows(x, t)
        loss = super().forward(x, t)
        return loss.reshape(examples) if self.reduction == "none" else loss
