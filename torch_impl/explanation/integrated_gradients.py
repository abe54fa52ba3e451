"""Integrated gradients in PyTorch."""

from __future__ import annotations

from collections.abc import Callable

import torch


def integrated_gradients(
    gradient: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    baseline: torch.Tensor | None = None,
    steps: int = 50,
    rule: str = "right",
) -> torch.Tensor:
    """Return the attributions by :func:`torch.trapezoid`, or by a mean over the steps.

    Shapes:
        x, baseline and the attributions any, all the same.
    """
    x = x if x.is_floating_point() else x.double()
    baseline = torch.zeros_like(x) if baseline is None else baseline
    ends = torch.linspace(0, 1, steps + 1, dtype=x.dtype)
    places = {
        "right": ends[1:],
        "left": ends[:-1],
        "midpoint": (ends[1:] + ends[:-1]) / 2,
        "trapezoid": ends,
    }[rule]
    slopes = torch.stack([gradient(torch.lerp(baseline, x, alpha)) for alpha in places])
    mean = torch.trapezoid(slopes, ends, dim=0) if rule == "trapezoid" else slopes.mean(dim=0)
    return (x - baseline) * mean
