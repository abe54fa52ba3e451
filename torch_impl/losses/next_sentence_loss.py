"""The loss of BERT's next-sentence prediction in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import as_rows


class NextSentenceLoss(nn.CrossEntropyLoss):
    """Cross-entropy of "follows" and "does not", as :class:`torch.nn.CrossEntropyLoss`.

    Shapes:
        x (..., 2), t (...). L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        loss = super().forward(*as_rows(x, t))
        return loss.reshape(t.shape) if self.reduction == "none" else loss
