"""Binary cross-entropy from logits in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.weights import Weight, weight_tensor


class BinaryCrossEntropyWithLogits(nn.BCEWithLogitsLoss):
    """Cross-entropy of a yes or no from its logit, as :class:`torch.nn.BCEWithLogitsLoss`.

    PyTorch has no label smoothing for two classes: the targets are smoothed here.

    Shapes:
        x, t: any, both the same; weight, pos_weight: what meets x element by element. L: a scalar,
        or the shape of x with ``reduction="none"``.
    """

    def __init__(
        self,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
        weight: Weight | None = None,
        pos_weight: Weight | None = None,
    ) -> None:
        super().__init__(
            weight_tensor(weight), reduction=reduction, pos_weight=weight_tensor(pos_weight)
        )
        self.label_smoothing = label_smoothing

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        smooth = self.label_smoothing
        return super().forward(x, t * (1 - smooth) + smooth / 2)
