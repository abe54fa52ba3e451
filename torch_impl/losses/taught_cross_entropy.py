"""Cross-entropy as taught, with 1e-7 in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.losses.log_likelihood import negative_log_likelihood


class TaughtCrossEntropy(nn.Module):
    """L = -1/N sum t log(y + 1e-7), the form that introductory courses write.

    Shapes:
        y (..., C), t (...) class numbers or (..., C) one-hot. L: a scalar.
    """

    def forward(self, y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return L."""
        return negative_log_likelihood((y + 1e-7).log(), t).mean()
