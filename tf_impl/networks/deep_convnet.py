"""The deep convolutional network of the course: six convolutions in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.layers.flatten import Flatten
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class DeepConvNet(Sequential):
    """Six 3×3 convolutions with a pooling behind every second one; two dense layers with dropout.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        paddings = (1, 1, 1, 2, 1, 1)  # the 2 makes 14 into 16, which halves twice more
        for i, (n, p) in enumerate(zip(channels, paddings, strict=True), start=1):
            conv = Conv2d(self.size[-1], n, 3, padding=p, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if i % 2 == 0:
                self.add(f"pool{i // 2}", pool(2))
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[-1], hidden, True, draw, self.next_seed()))
        self.add("activation7", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
        self.add("dropout2", Dropout(dropout, seed=self.next_seed()))
