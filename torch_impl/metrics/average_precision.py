"""Average precision in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.metrics.ranking import counted_down


def average_precision(
    y: torch.Tensor,
    t: torch.Tensor,
    interpolation: str = "none",
    n_positives: int | None = None,
) -> torch.Tensor:
    """Return the precision, averaged over the recall as one goes down a ranking.

    Shapes:
        y and t (N,); the result a scalar.
    """
    tp, fp = counted_down(y, t)
    P = tp.to(y.dtype) / (tp + fp)
    if interpolation != "none":
        P = P.flip(0).cummax(0).values.flip(0)
    total = int(t.sum()) if n_positives is None else n_positives
    if interpolation == "eleven_points":
        tenths = torch.arange(11)[:, None] * total
        best = torch.where(10 * tp >= tenths, P, torch.zeros_like(P)).amax(1)
        return best.mean()
    return torch.dot(tp.diff(prepend=tp.new_zeros(1)).to(y.dtype), P) / total
