"""VGG-16."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class VGG16(Sequential):
    """Thirteen 3×3 convolutions in five groups, each with a pooling behind, and three dense layers.

    All windows are alike; what the network is stands in ``plan``. As it stands it has 138,357,544
    parameters, 102,764,544 of them in the first dense layer; with four convolutions in the last
    three groups it is VGG-19 with 143,667,240.

    Args:
        input_shape: (C, H, W) of one image.
        plan: (channels, convolutions) of each group.
        hidden: widths of the first two dense layers.
        n_classes: how many scores.
        dropout: the rate behind each hidden dense layer.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×224×224, 64×112×112, 128×56×56, 256×28×28, 512×14×14, 512×7×7, 4096, 4096, 1000.

    Source:
        Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image
        recognition, table 1, configuration D.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (3, 224, 224),
        plan: Sequence[Sequence[int]] = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)),
        hidden: Sequence[int] = (4096, 4096),
        n_classes: int = 1000,
        dropout: float = 0.5,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        for i, (n, convolutions) in enumerate(plan, start=1):
            for j in range(1, convolutions + 1):
                own = self.next_seed()
                conv = Conv2d(self.size[0], n, 3, padding=1, initializer=draw, seed=own)
                self.add(f"conv{i}_{j}", conv)
                self.add(f"activation{i}_{j}", act())
            self.add(f"pool{i}", pool(2))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            self.add(f"activation{i}", act())
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.add("scores", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
