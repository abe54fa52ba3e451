"""Cross-entropy from probabilities in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import negative_log_likelihood


class CrossEntropy(nn.NLLLoss):
    """Cross-entropy of C classes from probabilities: :class:`torch.nn.NLLLoss` of their logarithm.

    Shapes:
        y (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar, or (...) with
        ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        normalize: bool = False,
        epsilon: float = 1e-7,
    ) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing
        self.normalize = normalize
        self.epsilon = epsilon

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        if self.normalize:
            y = y / y.sum(dim=-1, keepdim=True)
        log_p = y.clamp(self.epsilon, 1 - self.epsilon).log()
        losses = negative_log_likelihood(log_p, t)
        if self.label_smoothing:
            losses = torch.lerp(losses, -log_p.mean(dim=-1), self.label_smoothing)
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()
