"""What precision, recall and F share in PyTorch: outcomes by class, and one number made of them."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def outcomes(
    y: torch.Tensor, t: torch.Tensor, average: str, n_classes: int | None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the true positives, false positives and false negatives of each class (C,)."""
    largest = n_classes or 1 + max(int(y.max()), int(t.max()))
    C = 2 if average == "binary" else largest
    said, true = (F.one_hot(labels.long(), C).bool() for labels in (y, t))
    return (said & true).sum(0), (said & ~true).sum(0), (~said & true).sum(0)


def share(part: torch.Tensor, rest: torch.Tensor, average: str) -> torch.Tensor:
    """Return part / (part + rest) of each class, or of all together if micro; 0 for nothing."""
    if average == "micro":
        part, rest = part.sum(), rest.sum()
    return (part.double() / (part + rest)).nan_to_num()


def averaged(
    each: torch.Tensor, true: torch.Tensor, present: torch.Tensor, average: str
) -> torch.Tensor:
    """Return that of class 1, or the mean over the classes that are present, or a weighted one."""
    match average:
        case "binary":
            return each[1]
        case "macro":
            return each[present].mean()
        case "weighted":
            return (each * true).sum() / true.sum()
    return each
