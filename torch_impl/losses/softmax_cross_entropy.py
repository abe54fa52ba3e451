"""Softmax with cross-entropy in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.losses.log_likelihood import as_rows
from torch_impl.losses.weights import weight_tensor


class SoftmaxCrossEntropy(nn.CrossEntropyLoss):
    """Cross-entropy of C classes from logits, as :class:`torch.nn.CrossEntropyLoss`.

    PyTorch's own has the classes on axis 1; here they are on the last. With class weights its mean
    divides by them where the targets are class numbers, and by N where they are one-hot.

    Shapes:
        x (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
    ) -> None:
        super().__init__(
            weight_tensor(weight), None, ignore_index, None, reduction, label_smoothing
        )
        self.mean_over = mean_over

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        examples = x.shape[:-1]
        x, t = as_rows(x, t)
        by_weights = self.mean_over == "weights" and (t.dim() == 1 or self.weight is None)
        if self.reduction != "mean" or by_weights:
            loss = super().forward(x, t)
            return loss.reshape(examples) if self.reduction == "none" else loss
        losses = F.cross_entropy(
            x,
            t,
            self.weight,
            ignore_index=self.ignore_index,
            reduction="none",
            label_smoothing=self.label_smoothing,
        )
        if self.mean_over == "weights":
            assert self.weight is not None  # without weights it is PyTorch's own mean
            return losses.sum() / (self.weight * t).sum()
        return losses.sum() / ((t != self.ignore_index).sum() if t.dim() == 1 else len(t))
