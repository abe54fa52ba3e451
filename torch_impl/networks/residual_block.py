"""The residual block that ResNet is made of in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class ResidualBlock(Sequential):
    """y = f(F(x) + shortcut(x)), the shortcut the identity or a 1×1 convolution and a norm.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(channels: int, size: int, step: int, padding: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(
                channels, n_out, size, step, padding, use_bias=False, initializer=draw, seed=own
            )

        self.add("conv1", conv(n_in, 3, stride, 1))
        self.add("norm1", BatchNorm(n_out))
        self.add("activation1", act())
        self.add("conv2", conv(n_out, 3, 1, 1))
        self.add("norm2", BatchNorm(n_out))
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.add("projection", conv(n_in, 1, stride, 0))
            self.add("norm3", BatchNorm(n_out))
        self.add("activation2", act())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y."""
        y = self.activation1(self.norm1(self.conv1(x)))
        y = self.norm2(self.conv2(y))
        shortcut = self.norm3(self.projection(x)) if self.projects else x
        return self.activation2(y + shortcut)
