"""Binary cross-entropy from probabilities in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.weights import Weight, weight_tensor


class BinaryCrossEntropy(nn.BCELoss):
    """Cross-entropy of a yes or no from its probability, as :class:`torch.nn.BCELoss`.

    PyTorch's own keeps the logarithm above -100 instead of clipping y, and has no label smoothing.

    Shapes:
        y, t: any, both the same; weight: what meets y element by element. L: a scalar, or the
        shape of y with ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        epsilon: float = 1e-7,
        weight: Weight | None = None,
    ) -> None:
        super().__init__(weight_tensor(weight), reduction=reduction)
        self.label_smoothing = label_smoothing
        self.epsilon = epsilon

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        smooth = self.label_smoothing
        y = y.clamp(self.epsilon, 1 - self.epsilon)
        return super().forward(y, t * (1 - smooth) + smooth / 2)
