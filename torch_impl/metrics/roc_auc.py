"""The area under the ROC curve in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.metrics.roc_curve import roc_curve


def roc_auc(y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """Return the area under the ROC curve, by :func:`torch.trapezoid`.

    Shapes:
        y and t (N,); the result a scalar.
    """
    FPR, TPR = roc_curve(y, t)
    return torch.trapezoid(TPR, FPR)
