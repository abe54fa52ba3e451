"""Shapley values in PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import torch


def shapley_values(
    f: Callable[[torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    baseline: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return the mean over all orders of what each feature adds when it comes.

    Shapes:
        x, baseline and the values (n,).
    """
    x = x if x.is_floating_point() else x.double()
    baseline = torch.zeros_like(x) if baseline is None else baseline
    added = []
    for order in permutations(range(len(x))):
        point, before, phi = baseline.clone(), f(baseline), torch.zeros_like(x)
        for i in order:
            point[i] = x[i]
            after = f(point)
            phi[i], before = after - before, after
        added.append(phi)
    return torch.stack(added).mean(dim=0)
