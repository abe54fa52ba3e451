"""LeNet-5 in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.flatten import Flatten
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class LeNet(Sequential):
    """Two 5×5 convolutions, each followed by activation and pooling, and three dense layers.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "channels": channels,
            "hidden": hidden,
            "n_classes": n_classes,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        for i, n in enumerate(channels, start=1):
            conv = Conv2d(self.size[-1], n, 5, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
        self.add("flatten", Flatten())
        widths = (*hidden, n_classes)
        for i, n in enumerate(widths, start=1):
            self.add(f"dense{i}", Dense(self.size[-1], n, True, draw, self.next_seed()))
            if i < len(widths):
                self.add(f"activation{len(channels) + i}", act())
