"""The residual block that wide residual networks are made of in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.dropout import Dropout
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class WideResidualBlock(Sequential):
    """y = shortcut + F(h), h = f(norm(x)): normalized and activated first, not last.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
        dropout: float = 0.0,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(c_in: int, k: int, step: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, n_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        self.add("norm1", BatchNorm(n_in))
        self.add("activation1", act())
        self.add("conv1", conv(n_in, 3, stride))
        self.add("norm2", BatchNorm(n_out))
        self.add("activation2", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("conv2", conv(n_out, 3, 1))
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.add("projection", conv(n_in, 1, stride))

    def forward(
        self, x: torch.Tensor, masks: Mapping[str, torch.Tensor] | None = None
    ) -> torch.Tensor:
        """Return y; ``masks`` are replayed by the dropout."""
        h = self.activation1(self.norm1(x))
        y = self.activation2(self.norm2(self.conv1(h)))
        y = self.conv2(self.dropout1(y, (masks or {}).get("dropout1")))
        return y + (self.projection(h) if self.projects else x)
