"""ResNet in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from tf_impl.layers.max_pool2d import MaxPool2d
from tf_impl.networks.bottleneck_block import BottleneckBlock
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network, Sequential
from tf_impl.networks.residual_block import ResidualBlock


@keras.saving.register_keras_serializable(package="dl_parity")
class ResNet(Sequential):
    """A convolution and a pooling, stages of residual blocks, the mean of each channel, the scores.

    Shapes:
        x (N, H, W, n_in), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(None, seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "block": block,
            "blocks": blocks,
            "channels": channels,
            "n_classes": n_classes,
            "stem": stem,
            "strided": strided,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        (window, step), own = stem, self.next_seed()
        n = channels[0]
        conv = Conv2d(
            n_in, n, window, step, window // 2, use_bias=False, initializer=draw, seed=own
        )
        self.add("conv", conv)
        self.add("norm", BatchNorm(n), (None, None, None, n))
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
