"""A small network around one block, in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.dense import Dense
from torch_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.inception import Inception
from torch_impl.networks.network import Sequential
from torch_impl.networks.residual_block import ResidualBlock
from torch_impl.networks.vgg_block import VGGBlock


class BlockNet(Sequential):
    """A convolution, one block, the mean of each channel, and the scores.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (1, 8, 8),
        block: str = "residual",
        n_stem: int = 8,
        n_block: int = 16,
        n_classes: int = 10,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]
        stem = Conv2d(self.size[0], n_stem, 3, padding=1, initializer=draw, seed=self.next_seed())
        self.add("stem", stem)
        self.add("activation", act())
        own = self.next_seed()
        part: Sequential
        if block == "residual":
            part = ResidualBlock(n_stem, n_block, 2, activation, draw, own)
        elif block == "inception":
            quarter = n_block // 4
            pair = (quarter, quarter)
            part = Inception(n_stem, quarter, pair, pair, quarter, activation, "max", draw, own)
        else:
            part = VGGBlock(n_stem, n_block, 2, activation, "max", draw, own)
        self.add("block", part)
        self.add("mean", GlobalAvgPool2d())
        self.add("dense", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
