"""Feature pyramid in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.seeds import spawned


class FeaturePyramid(nn.Module):
    """Each map enlarged and added to the finer one, by :func:`torch.nn.functional.interpolate`.

    Shapes:
        c_k (N, n_in[k], H_k, W_k), p_k (N, n_out, H_k, W_k).
    """

    def __init__(
        self,
        n_in: Sequence[int],
        n_out: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.levels = len(n_in)
        seeds = iter(spawned(seed, 2 * self.levels))
        for k, n in enumerate(n_in):
            lateral = Conv2d(n, n_out, 1, initializer=initializer, seed=next(seeds))
            output = Conv2d(n_out, n_out, 3, padding=1, initializer=initializer, seed=next(seeds))
            setattr(self, f"lateral{k}", lateral)
            setattr(self, f"output{k}", output)

    def forward(self, *c: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return p, a map for each c and of its size."""
        m = getattr(self, f"lateral{self.levels - 1}")(c[-1])
        p = [getattr(self, f"output{self.levels - 1}")(m)]
        for k in range(self.levels - 2, -1, -1):
            larger = functional.interpolate(m, size=c[k].shape[2:], mode="nearest")
            m = getattr(self, f"lateral{k}")(c[k]) + larger
            p.insert(0, getattr(self, f"output{k}")(m))
        return tuple(p)
