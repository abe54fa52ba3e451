"""Small AlexNet in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.layers.flatten import Flatten
from tf_impl.layers.local_response_norm import LocalResponseNorm
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class SmallAlexNet(Sequential):
    """AlexNet's parts for images of 32×32.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "channels": channels,
            "hidden": hidden,
            "n_classes": n_classes,
            "dropout": dropout,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        windows = (5, 5, 3, 3, 3)
        for i, (n, k) in enumerate(zip(channels, windows, strict=True), start=1):
            same = k // 2
            conv = Conv2d(
                self.size[-1], n, k, padding=same, initializer=draw, seed=self.next_seed()
            )
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if i <= 2:
                self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))
            if i in (1, 2, 5):
                self.add(f"pool{i}", pool(3, 2))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
            self.add(f"dense{i}", Dense(self.size[-1], n, True, draw, self.next_seed()))
            self.add(f"activation{5 + i}", act())
        self.add("dense3", Dense(self.size[-1], n_classes, True, draw, self.next_seed()))
