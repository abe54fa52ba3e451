"""The loss of BERT's masked language model in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import as_rows


class MaskedLanguageModelLoss(nn.CrossEntropyLoss):
    """Cross-entropy at the masked places, by :class:`torch.nn.CrossEntropyLoss`' ignore_index.

    Shapes:
        x (..., V), t (...). L: a scalar, or (...) with ``reduction="none"``.
    """

    def __init__(self, reduction: str = "mean", ignore_index: int = -100) -> None:
        super().__init__(reduction=reduction, ignore_index=ignore_index)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        loss = super().forward(*as_rows(x, t))
        return loss.reshape(t.shape) if self.reduction == "none" else loss
