"""Inception module in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from torch_impl.networks.network import Sequential


class Inception(Sequential):
    """Four branches that see the same x, their channels side by side.

    Shapes:
        x (N, n_in, H, W), y (N, sum of the branches' channels, H, W).
    """

    def __init__(
        self,
        n_in: int,
        n_1x1: int,
        n_3x3: Sequence[int],
        n_5x5: Sequence[int],
        n_pool: int,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        self.branches: list[tuple[str, ...]] = []
        plans = (  # for each branch: (channels in, channels out, window) of its convolutions
            ((n_in, n_1x1, 1),),
            ((n_in, n_3x3[0], 1), (n_3x3[0], n_3x3[1], 3)),
            ((n_in, n_5x5[0], 1), (n_5x5[0], n_5x5[1], 5)),
            ((n_in, n_pool, 1),),
        )
        for i, plan in enumerate(plans, start=1):
            names = ["pool4"] if i == 4 else []
            if i == 4:
                self.add("pool4", pool(3, 1, 1))
            for j, (c_in, c_out, k) in enumerate(plan, start=1):
                same = k // 2
                conv = Conv2d(c_in, c_out, k, 1, same, initializer=draw, seed=self.next_seed())
                self.add(f"conv{i}_{j}", conv)
                self.add(f"activation{i}_{j}", act())
                names += [f"conv{i}_{j}", f"activation{i}_{j}"]
            self.branches.append(tuple(names))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y: the branches' outputs, joined along the channels."""
        outputs = []
        for branch in self.branches:
            y = x
            for name in branch:
                y = self.get_submodule(name)(y)
            outputs.append(y)
        return torch.cat(outputs, dim=1)
