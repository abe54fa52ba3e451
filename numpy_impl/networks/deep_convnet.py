"""The deep convolutional network of the course: six convolutions."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class DeepConvNet(Sequential):
    """Six 3×3 convolutions with a pooling behind every second one; two dense layers with dropout.

    The course drops out the scores too (``dropout2``), so in training each score is 0 half of
    the time. That is kept as it is taught; most networks leave the scores alone.

    Args:
        input_shape: (C, H, W) of one image.
        channels: of the six convolutions.
        hidden: width of the first dense layer.
        n_classes: how many scores.
        dropout: the rate of both dropouts.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        As taught: 1×28×28, 16×28×28, 16×14×14, 32×14×14, 32×16×16, 32×8×8, 64×8×8, 64×4×4, 50, 10.

    Source:
        Simonyan and Zisserman (2015), Very deep convolutional networks, section 2, for the stacks
        of 3×3 kernels; He et al. (2015), Delving deep into rectifiers, for the initialization.
        The sizes are the course's (2_8).
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (1, 28, 28),
        channels: Sequence[int] = (16, 16, 32, 32, 64, 64),
        hidden: int = 50,
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
        paddings = (1, 1, 1, 2, 1, 1)  # the 2 makes 14 into 16, which halves twice more
        for i, (n, p) in enumerate(zip(channels, paddings, strict=True), start=1):
            conv = Conv2d(self.size[0], n, 3, padding=p, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if i % 2 == 0:
                self.add(f"pool{i // 2}", pool(2))
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[0], hidden, True, draw, self.next_seed()))
        self.add("activation7", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
        self.add("dropout2", Dropout(dropout, seed=self.next_seed()))
