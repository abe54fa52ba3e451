"""The block that VGG is made of."""

from __future__ import annotations

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Sequential


class VGGBlock(Sequential):
    """n 3×3 convolutions that keep the image's size, each with an activation, and a pooling.

    Two 3×3 windows see as much as one of 5×5, three as much as one of 7×7, with fewer weights
    and an activation after each.

    Args:
        n_in: channels of x.
        n_out: channels of every convolution.
        n_convs: how many convolutions.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, H // 2, W // 2).

    Source:
        Simonyan and Zisserman (2015), Very deep convolutional networks for large-scale image
        recognition, section 2.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        n_convs: int = 2,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        if n_convs < 1:
            raise ValueError(f"n_convs is {n_convs}, but must be at least 1.")
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        for i in range(1, n_convs + 1):
            channels = n_in if i == 1 else n_out
            conv = Conv2d(channels, n_out, 3, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
        self.add("pool", pool(2))
