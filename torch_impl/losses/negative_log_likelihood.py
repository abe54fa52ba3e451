"""The negative log-likelihood in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.losses.log_likelihood import as_rows


class NegativeLogLikelihood(nn.NLLLoss):
    """L = -w_t x_t of the right class t, as :class:`torch.nn.NLLLoss`, the classes last.

    Shapes:
        x (..., C), t (...) class numbers. L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(
        self,
        weight: Sequence[float] | None = None,
        ignore_index: int = -100,
        mean_over: str = "weights",
        reduction: str = "mean",
    ) -> None:
        given = None if weight is None else torch.tensor(weight)
        super().__init__(weight=given, ignore_index=ignore_index, reduction=reduction)
        self.mean_over = mean_over

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        rows, numbers = as_rows(x, t)
        if self.mean_over == "weights" and self.reduction == "mean":
            return super().forward(rows, numbers)
        losses = F.nll_loss(
            rows, numbers, self.weight, ignore_index=self.ignore_index, reduction="none"
        )
        if self.reduction == "none":
            return losses.reshape(t.shape)
        if self.reduction == "sum":
            return losses.sum()
        return losses.sum() / (numbers != self.ignore_index).sum()
