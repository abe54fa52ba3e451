"""The simple convolutional network of the course: one convolution."""

from __future__ import annotations

from collections.abc import Sequence

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.flatten import Flatten
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class SimpleConvNet(Sequential):
    """Convolution, activation, pooling; dense, activation; dense.

    Args:
        input_shape: (C, H, W) of one image.
        n_filters: channels of the convolution.
        kernel_size: its window.
        hidden: width of the first dense layer.
        n_classes: how many scores.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        As taught: 1×28×28, 30×24×24, 30×12×12, 100, 10.

    Source:
        LeCun et al. (1989), Backpropagation applied to handwritten zip code recognition, Neural
        Computation 1, for the idea; the sizes are the course's (2_6).
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (1, 28, 28),
        n_filters: int = 30,
        kernel_size: int = 5,
        hidden: int = 100,
        n_classes: int = 10,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        channels = self.size[0]
        self.add(
            "conv1",
            Conv2d(channels, n_filters, kernel_size, initializer=draw, seed=self.next_seed()),
        )
        self.add("activation1", act())
        self.add("pool1", pool(2))
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[0], hidden, True, draw, self.next_seed()))
        self.add("activation2", act())
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
