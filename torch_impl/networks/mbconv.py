"""The block that EfficientNet is made of in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.depthwise_conv2d import DepthwiseConv2d
from torch_impl.layers.drop_connect import DropConnect
from torch_impl.layers.padding import Padding
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential
from torch_impl.networks.squeeze_excite import SqueezeExcite


class MBConv(Sequential):
    """1×1 up to many channels, a depthwise k×k, gates for the channels, 1×1 down; plus x.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int = 3,
        stride: int = 1,
        expansion: int = 6,
        squeeze: float = 0.25,
        rate: float = 0.0,
        padding: Padding = "same",
        activation: str = "swish",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act, n_mid = ACTIVATIONS[activation], expansion * n_in

        def pointwise(c_in: int, c_out: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, c_out, 1, use_bias=False, initializer=draw, seed=own)

        if expansion != 1:
            self.add("expand", pointwise(n_in, n_mid))
            self.add("norm1", BatchNorm(n_mid))
            self.add("activation1", act())
        own = self.next_seed()
        depth = DepthwiseConv2d(
            n_mid, kernel_size, stride, padding, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm2", BatchNorm(n_mid))
        self.add("activation2", act())
        if squeeze:
            n_squeezed, own = max(1, int(squeeze * n_in)), self.next_seed()
            self.add("squeeze", SqueezeExcite(n_mid, n_squeezed, activation, draw, own))
        self.add("project", pointwise(n_mid, n_out))
        self.add("norm3", BatchNorm(n_out))
        self.keeps_shape = stride == 1 and n_in == n_out
        if self.keeps_shape and rate:
            self.add("dropout1", DropConnect(rate, self.next_seed()))

    def forward(
        self, x: torch.Tensor, masks: Mapping[str, torch.Tensor] | None = None
    ) -> torch.Tensor:
        """Return y; ``masks`` holds that of ``"dropout1"``, drawn in training if not given."""
        h = super().forward(x, masks)
        return x + h if self.keeps_shape else h
