"""The F score in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.metrics.averaging import averaged, outcomes, share


def f1_score(
    y: torch.Tensor,
    t: torch.Tensor,
    average: str = "binary",
    n_classes: int | None = None,
    beta: float = 1.0,
) -> torch.Tensor:
    """Return the harmonic mean of precision and recall, of the counts of their errors.

    Shapes:
        y and t (N,); the result a scalar, or (C,) for each class.
    """
    tp, fp, fn = outcomes(y, t, average, n_classes)
    rest = (fp + beta**2 * fn) / (1 + beta**2)
    return averaged(share(tp, rest.double(), average), tp + fn, tp + fp + fn > 0, average)
