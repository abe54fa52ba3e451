"""ZFNet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.layers.local_response_norm import LocalResponseNorm
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class ZFNet(Sequential):
    """AlexNet looked into and mended: smaller windows and strides at the image.

    Where AlexNet begins with windows of 11 and steps of 4, it takes 7 and 2, and in the second
    convolution steps of 2. As it stands it has 62,357,608 parameters.

    Args:
        input_shape: (C, H, W) of one image.
        plan: of each convolution the channels, window, stride, padding, and the padding of the
            pooling behind it, or None where there is none.
        hidden: widths of the first two dense layers.
        n_classes: how many scores.
        dropout: the rate behind each hidden dense layer.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 3×3, 2 apart, so that they overlap.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×224×224, 96×110×110, 96×55×55, 256×26×26, 256×13×13, 384×13×13, 384×13×13, 256×13×13,
        256×6×6, 4096, 4096, 1000.

    Source:
        Zeiler and Fergus (2014), Visualizing and understanding convolutional networks, figure 3.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (3, 224, 224),
        plan: Sequence[Sequence[Any]] = (
            (96, 7, 2, 1, 1),
            (256, 5, 2, 0, 1),
            (384, 3, 1, 1, None),
            (384, 3, 1, 1, None),
            (256, 3, 1, 1, 0),
        ),
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
        for i, (n, k, s, p, pool_padding) in enumerate(plan, start=1):
            conv = Conv2d(self.size[0], n, k, s, p, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if pool_padding is not None:
                self.add(f"pool{i}", pool(3, 2, pool_padding))
            if i <= 2:
                self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            self.add(f"activation{len(plan) + i}", act())
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.add("scores", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
