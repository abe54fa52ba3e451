"""AlexNet."""

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


class AlexNet(Sequential):
    """Five convolutions and three dense layers, with overlapping pooling, LRN and dropout.

    The original ran on two GPUs with half of the channels each: its convolutions 2, 4 and 5 see
    only the half on their own GPU. That is ``groups=2``, with 60,965,224 parameters; with
    ``groups=1`` (one tower) there are 62,378,344.

    Args:
        input_shape: (C, H, W) of one image. The paper prints 224×224, from which a window of 11
            and a stride of 4 do not give its 55×55; 227×227 do.
        channels: of the five convolutions.
        hidden: widths of the first two dense layers.
        n_classes: how many scores.
        groups: 1 or 2, of the convolutions 2, 4 and 5.
        stem: (window, stride) of the first convolution.
        dropout: the rate in front of each hidden dense layer.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 3×3, 2 apart, so that they overlap.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×227×227, 96×55×55, 96×27×27, 256×27×27, 256×13×13, 384×13×13, 384×13×13, 256×13×13,
        256×6×6, 4096, 4096, 1000.

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks, sections 3.3 to 3.5 and 4.2.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (3, 227, 227),
        channels: Sequence[int] = (96, 256, 384, 384, 256),
        hidden: Sequence[int] = (4096, 4096),
        n_classes: int = 1000,
        groups: int = 1,
        stem: Sequence[int] = (11, 4),
        dropout: float = 0.5,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        window, stride = stem
        convolutions = (  # (channels, window, stride, padding, groups, pooled)
            (channels[0], window, stride, 0, 1, True),
            (channels[1], 5, 1, 2, groups, True),
            (channels[2], 3, 1, 1, 1, False),
            (channels[3], 3, 1, 1, groups, False),
            (channels[4], 3, 1, 1, groups, True),
        )
        for i, (n, k, s, p, g, pooled) in enumerate(convolutions, start=1):
            conv = Conv2d(
                self.size[0], n, k, s, p, groups=g, initializer=draw, seed=self.next_seed()
            )
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if i <= 2:
                self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))
            if pooled:
                self.add(f"pool{i}", pool(3, 2))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            self.add(f"activation{5 + i}", act())
        self.add("dense3", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
