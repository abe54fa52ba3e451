"""The block that WaveNet is made of in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.activations.gated_tanh_unit import GatedTanhUnit
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.causal_conv1d import CausalConv1d
from torch_impl.layers.conv1d import Conv1d
from torch_impl.seeds import spawned


class WaveNetBlock(nn.Module):
    """A gated causal convolution, z, that goes back to x and out.

    Shapes:
        x, y (N, n_in, T), skip (N, n_skip, T).
    """

    def __init__(
        self,
        n_in: int,
        n_gated: int,
        n_skip: int,
        kernel_size: int = 2,
        dilation: int = 1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        seeds = spawned(seed, 4)

        def causal(own: int | None) -> CausalConv1d:
            return CausalConv1d(n_in, n_gated, kernel_size, dilation, True, initializer, own)

        self.filter, self.gate = causal(seeds[0]), causal(seeds[1])
        self.unit = GatedTanhUnit()
        self.residual = Conv1d(n_gated, n_in, 1, initializer=initializer, seed=seeds[2])
        self.out = Conv1d(n_gated, n_skip, 1, initializer=initializer, seed=seeds[3])

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return y and skip."""
        z = self.unit(self.filter(x), self.gate(x))
        return x + self.residual(z), self.out(z)
