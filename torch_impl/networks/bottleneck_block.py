"""The bottleneck block that the deep ResNets are made of in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class BottleneckBlock(Sequential):
    """y = f(F(x) + shortcut(x)), F a 1×1, a 3×3 and a 1×1 convolution, each with a norm.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).
    """

    def __init__(
        self,
        n_in: int,
        n_mid: int,
        n_out: int,
        stride: int = 1,
        strided: int = 2,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(c_in: int, c_out: int, k: int, step: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, c_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        first, second = (stride, 1) if strided == 1 else (1, stride)
        self.add("conv1", conv(n_in, n_mid, 1, first))
        self.add("norm1", BatchNorm(n_mid))
        self.add("activation1", act())
        self.add("conv2", conv(n_mid, n_mid, 3, second))
        self.add("norm2", BatchNorm(n_mid))
        self.add("activation2", act())
        self.add("conv3", conv(n_mid, n_out, 1, 1))
        self.add("norm3", BatchNorm(n_out))
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.add("projection", conv(n_in, n_out, 1, stride))
            self.add("norm4", BatchNorm(n_out))
        self.add("activation3", act())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y."""
        y = self.activation1(self.norm1(self.conv1(x)))
        y = self.activation2(self.norm2(self.conv2(y)))
        y = self.norm3(self.conv3(y))
        shortcut = self.norm4(self.projection(x)) if self.projects else x
        return self.activation3(y + shortcut)
