"""Binary cross-entropy from probabilities in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class BinaryCrossEntropy(nn.BCELoss):
    """Cross-entropy of a yes or no from its probability, as :class:`torch.nn.BCELoss`.

    PyTorch's own keeps the logarithm above -100 instead of clipping y, and has no label smoothing.

    Shapes:
        y, t: any, both the same. L: a scalar, or the shape of y with ``reduction="none"``.
    """

    def __init__(
        self, reduction: str = "mean", label_smoothing: float = 0.0, epsilon: float = 1e-7
    ) -> None:
        super().__init__(reduction=reduction)
        self.label_smoothing = label_smoothing
        self.epsilon = epsilon

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        smooth = self.label_smoothing
        y = y.clamp(self.epsilon, 1 - self.epsilon)
        return super().forward(y, t * (1 - smooth) + smooth / 2)
