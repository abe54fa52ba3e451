"""The block that MobileNet is made of in PyTorch."""

from __future__ import annotations

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.depthwise_conv2d import DepthwiseConv2d
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class MobileNetBlock(Sequential):
    """A depthwise 3×3 and a 1×1 convolution, each with a norm and an activation.

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
        act, own = ACTIVATIONS[activation], self.next_seed()
        depth = DepthwiseConv2d(
            n_in, 3, stride, padding=1, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm1", BatchNorm(n_in))
        self.add("activation1", act())
        point = Conv2d(n_in, n_out, 1, use_bias=False, initializer=draw, seed=self.next_seed())
        self.add("pointwise", point)
        self.add("norm2", BatchNorm(n_out))
        self.add("activation2", act())
