"""CTC in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class CTCLoss(nn.CTCLoss):
    """L = -log p(t), as :class:`torch.nn.CTCLoss` of the logarithm of the softmax.

    PyTorch's own has the steps on axis 0, and its mean divides each loss by its number of labels.

    Shapes:
        x (N, T, C) logits, t (N, S), input_lengths and target_lengths (N,). L: a scalar, or (N,)
        with ``reduction="none"``.
    """

    def __init__(
        self, reduction: str = "mean", blank: int = 0, zero_infinity: bool = False
    ) -> None:
        super().__init__(blank, reduction, zero_infinity)

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        input_lengths: torch.Tensor | None = None,
        target_lengths: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return L."""
        losses = self.of(x.log_softmax(dim=-1), t, input_lengths, target_lengths, "none")
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()

    def of(
        self,
        log_p: torch.Tensor,
        t: torch.Tensor,
        input_lengths: torch.Tensor | None,
        target_lengths: torch.Tensor | None,
        reduction: str,
    ) -> torch.Tensor:
        """Return the losses for log-probabilities (N, T, C)."""
        N, T, _ = log_p.shape
        if input_lengths is None:
            input_lengths = torch.full((N,), T)
        if target_lengths is None:
            target_lengths = torch.full((N,), t.shape[1])
        log_p = log_p.transpose(0, 1)
        given = (log_p, t, input_lengths, target_lengths)
        return F.ctc_loss(*given, self.blank, reduction, self.zero_infinity)


class _MeanOverLengths(CTCLoss):
    """The loss with PyTorch's own mean."""

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        input_lengths: torch.Tensor | None = None,
        target_lengths: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return L."""
        return self.of(x.log_softmax(dim=-1), t, input_lengths, target_lengths, "mean")


class _OfLogProbabilities(CTCLoss):
    """The loss of x as they are, as PyTorch's own takes them."""

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        input_lengths: torch.Tensor | None = None,
        target_lengths: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return L."""
        losses = self.of(x, t, input_lengths, target_lengths, "none")
        return losses if self.reduction == "none" else losses.mean()
