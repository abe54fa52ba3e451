"""LeNet-5."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class LeNet(Sequential):
    """Two 5×5 convolutions, each followed by activation and pooling, and three dense layers.

    As the course teaches LeNet-5: every map of the second convolution sees all six maps, the
    pooling has no weights of its own, and the last layer is dense. The paper connects only some
    maps, trains a coefficient for each pooled map, and ends in radial basis functions.

    Args:
        input_shape: (C, H, W) of one image.
        channels: of the two convolutions.
        hidden: widths of the first two dense layers.
        n_classes: how many scores.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``; the paper's is a scaled
            tanh, older course material has ``"sigmoid"``.
        pooling: ``"average"``, as in the paper, or ``"max"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        As taught: 1×32×32, 6×28×28, 6×14×14, 16×10×10, 16×5×5, 120, 84, 10.

    Source:
        LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
        recognition, Proceedings of the IEEE 86, section II.B.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (1, 32, 32),
        channels: Sequence[int] = (6, 16),
        hidden: Sequence[int] = (120, 84),
        n_classes: int = 10,
        activation: str = "tanh",
        pooling: str = "average",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        for i, n in enumerate(channels, start=1):
            conv = Conv2d(self.size[0], n, 5, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
        self.add("flatten", Flatten())
        widths = (*hidden, n_classes)
        for i, n in enumerate(widths, start=1):
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            if i < len(widths):
                self.add(f"activation{len(channels) + i}", act())
