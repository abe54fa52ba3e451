"""A small network around one block, to see what the block learns."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.inception import Inception
from numpy_impl.networks.network import Network, Sequential
from numpy_impl.networks.residual_block import ResidualBlock
from numpy_impl.networks.vgg_block import VGGBlock
from numpy_impl.validation import require_choice


class BlockNet(Sequential):
    """A convolution, one block, the mean of each channel, and the scores.

    Args:
        input_shape: (C, H, W) of one image.
        block: ``"residual"`` (with a projection, stride 2), ``"inception"`` or ``"vgg"``.
        n_stem: channels of the convolution in front.
        n_block: channels of the block; for Inception a multiple of 4, a quarter for each branch.
        n_classes: how many scores.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.

    Source:
        Lin, Chen and Yan (2014), Network in network, section 3.2, for the mean in place of dense
        layers; the blocks have their own.
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
        require_choice("activation", activation, tuple(ACTIVATIONS))
        require_choice("block", block, ("residual", "inception", "vgg"))
        act = ACTIVATIONS[activation]
        stem = Conv2d(self.size[0], n_stem, 3, padding=1, initializer=draw, seed=self.next_seed())
        self.add("stem", stem)
        self.add("activation", act())
        # The block draws several weights, from seeds that it makes of its own.
        own = self.next_seed()
        part: Network
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
