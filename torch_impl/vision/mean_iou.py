"""Mean intersection over union of a segmentation in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def mean_iou(
    y: torch.Tensor, t: torch.Tensor, n_classes: int, ignore: int | None = None
) -> torch.Tensor:
    """Return the mean over the classes of their IoU, from a mask for each class.

    Shapes:
        y and t any, both the same; the mean a scalar.
    """
    if ignore is not None:
        y, t = y[t != ignore], t[t != ignore]
    said, true = (F.one_hot(labels.flatten().long(), n_classes).bool() for labels in (y, t))
    common, union = (said & true).sum(0), (said | true).sum(0)
    return (common[union > 0] / union[union > 0]).mean()
