"""The ROC curve in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.metrics.ranking import counted_down


def roc_curve(y: torch.Tensor, t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (FPR, TPR) for each threshold, from none to all.

    Shapes:
        y and t (N,); both results (K + 1,), for K different scores.
    """
    tp, fp = (F.pad(count, (1, 0)).to(y.dtype) for count in counted_down(y, t))
    return fp / fp[-1], tp / tp[-1]
