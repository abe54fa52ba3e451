"""A small network around one block, in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.inception import Inception
from tf_impl.networks.network import Network, Sequential
from tf_impl.networks.residual_block import ResidualBlock
from tf_impl.networks.vgg_block import VGGBlock


@keras.saving.register_keras_serializable(package="dl_parity")
class BlockNet(Sequential):
    """A convolution, one block, the mean of each channel, and the scores.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "block": block,
            "n_stem": n_stem,
            "n_block": n_block,
            "n_classes": n_classes,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]
        stem = Conv2d(self.size[-1], n_stem, 3, padding=1, initializer=draw, seed=self.next_seed())
        self.add("stem", stem)
        self.add("activation", act())
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
        self.add("dense", Dense(self.size[-1], n_classes, True, draw, self.next_seed()))
