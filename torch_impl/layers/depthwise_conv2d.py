"""The depthwise convolution in PyTorch."""

from __future__ import annotations

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.padding import Padding


class DepthwiseConv2d(Conv2d):
    """:class:`torch.nn.Conv2d` with a group for each channel: PyTorch has no layer of this name.

    Shapes:
        x (N, n_in, H, W), weight (n_in m, 1, kh, kw), bias (n_in m,).
    """

    def __init__(
        self,
        n_in: int,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        padding: Padding = 0,
        dilation: int | tuple[int, int] = 1,
        depth_multiplier: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            n_in,
            n_in * depth_multiplier,
            kernel_size,
            stride,
            padding,
            dilation,
            groups=n_in,
            use_bias=use_bias,
            initializer=initializer,
            seed=seed,
        )
