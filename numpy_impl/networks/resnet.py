"""ResNet."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.fast_max_pool2d import FastMaxPool2d as MaxPool2d
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.networks.bottleneck_block import BottleneckBlock
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network, Sequential
from numpy_impl.networks.residual_block import ResidualBlock
from numpy_impl.validation import require_choice


class ResNet(Sequential):
    """A convolution and a pooling, stages of residual blocks, the mean of each channel, the scores.

    The first block of each stage but the first halves the image. As it stands it is ResNet-18 with
    11,689,512 parameters; ``block="bottleneck", blocks=(3, 4, 6, 3)`` is ResNet-50 with 25,557,032.

    Args:
        n_in: channels of an image.
        block: ``"basic"``, of two 3×3 convolutions, or ``"bottleneck"``, which has four times as
            many channels outside as inside.
        blocks: how many blocks each stage has.
        channels: of the 3×3 convolutions of each stage.
        n_classes: how many scores.
        stem: (window, stride) of the first convolution.
        strided: which convolution of a bottleneck has the stride; see :class:`BottleneckBlock`.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×224×224, 64×112×112, 64×56×56, 64×56×56, 128×28×28, 256×14×14, 512×7×7, 512, 1000.

    Source:
        He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, table 1.
    """

    def __init__(
        self,
        n_in: int = 3,
        block: str = "basic",
        blocks: Sequence[int] = (2, 2, 2, 2),
        channels: Sequence[int] = (64, 128, 256, 512),
        n_classes: int = 1000,
        stem: Sequence[int] = (7, 2),
        strided: int = 2,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        require_choice("block", block, ("basic", "bottleneck"))
        (window, step), own = stem, self.next_seed()
        n = channels[0]
        conv = Conv2d(
            n_in, n, window, step, window // 2, use_bias=False, initializer=draw, seed=own
        )
        self.add("conv", conv)
        self.add("norm", BatchNorm(n))
        self.add("activation", ACTIVATIONS[activation]())
        self.add("pool", MaxPool2d(3, 2, 1))
        n_in, wider = n, 1 if block == "basic" else 4
        for i, (n_blocks, n) in enumerate(zip(blocks, channels, strict=True), start=1):
            for j in range(1, n_blocks + 1):
                stride = 2 if i > 1 and j == 1 else 1
                own = self.next_seed()
                part: Network
                if block == "basic":
                    part = ResidualBlock(n_in, n, stride, activation, draw, own)
                else:
                    part = BottleneckBlock(n_in, n, 4 * n, stride, strided, activation, draw, own)
                n_in = n * wider
                self.add(f"block{i}_{j}", part)
        self.add("mean", GlobalAvgPool2d())
        self.add("dense", Dense(n_in, n_classes, True, draw, self.next_seed()))
