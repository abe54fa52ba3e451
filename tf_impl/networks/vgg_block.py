"""The block that VGG is made of in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class VGGBlock(Sequential):
    """n 3×3 convolutions that keep the image's size, each with an activation, and a pooling.

    Shapes:
        x (N, H, W, n_in), y (N, H // 2, W // 2, n_out).
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
        **kwargs,
    ) -> None:
        super().__init__(None, seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_out": n_out,
            "n_convs": n_convs,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        for i in range(1, n_convs + 1):
            channels = n_in if i == 1 else n_out
            conv = Conv2d(channels, n_out, 3, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
        self.add("pool", pool(2))
