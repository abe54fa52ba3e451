"""Small AlexNet."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.layers.local_response_norm import LocalResponseNorm
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class SmallAlexNet(Sequential):
    """AlexNet's parts for images of 32×32, as small data sets have them.

    The first convolution keeps the size, all windows are smaller, and one tower is enough.

    Args:
        input_shape: (C, H, W) of one image.
        channels: of the five convolutions.
        hidden: widths of the first two dense layers.
        n_classes: how many scores.
        dropout: the rate in front of each hidden dense layer.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 3×3, 2 apart, so that they overlap.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×32×32, 32×32×32, 32×15×15, 64×15×15, 64×7×7, 96×7×7, 96×7×7, 64×7×7, 64×3×3, 256, 128,
        10.

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks; the sizes are this project's.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (3, 32, 32),
        channels: Sequence[int] = (32, 64, 96, 96, 64),
        hidden: Sequence[int] = (256, 128),
        n_classes: int = 10,
        dropout: float = 0.5,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        windows = (5, 5, 3, 3, 3)
        for i, (n, k) in enumerate(zip(channels, windows, strict=True), start=1):
            same = k // 2
            conv = Conv2d(self.size[0], n, k, padding=same, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if i <= 2:
                self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))
            if i in (1, 2, 5):
                self.add(f"pool{i}", pool(3, 2))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            self.add(f"activation{5 + i}", act())
        self.add("dense3", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
