"""Squeeze and excitation in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.activations.sigmoid import Sigmoid
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class SqueezeExcite(Sequential):
    """y = x g, the gates g made of the channels' means by two dense layers.

    Shapes:
        x, y (N, n_channels, H, W).
    """

    def __init__(
        self,
        n_channels: int,
        n_squeezed: int,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        self.add("mean", GlobalAvgPool2d())
        self.add("dense1", Dense(n_channels, n_squeezed, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(n_squeezed, n_channels, True, draw, self.next_seed()))
        self.add("gate", Sigmoid())

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # type: ignore[override]
        """Return y."""
        return x * super().forward(x)[:, :, None, None]
