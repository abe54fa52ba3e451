"""The depthwise separable convolution in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.depthwise_conv2d import DepthwiseConv2d
from torch_impl.layers.padding import Padding
from torch_impl.layers.pointwise_conv2d import PointwiseConv2d
from torch_impl.seeds import spawned


class SeparableConv2d(nn.Module):
    """Two :class:`torch.nn.Conv2d`, as MobileNet has them: by groups, then 1x1.

    Shapes:
        x (N, n_in, H, W), depthwise.weight (n_in m, 1, kh, kw), pointwise.weight
        (n_out, n_in m, 1, 1), pointwise.bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        padding: Padding = 0,
        dilation: int | tuple[int, int] = 1,
        depth_multiplier: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        (own,) = spawned(seed, 1)
        self.depthwise = DepthwiseConv2d(
            n_in,
            kernel_size,
            stride,
            padding,
            dilation,
            depth_multiplier,
            use_bias=False,
            initializer=initializer,
            seed=seed,
        )
        self.pointwise = PointwiseConv2d(
            n_in * depth_multiplier,
            n_out,
            use_bias=use_bias,
            initializer=initializer,
            seed=own,
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, n_out, OH, OW)."""
        return self.pointwise(self.depthwise(x))
