"""ZFNet in Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
class ZFNet(Sequential):
    """AlexNet with smaller windows and strides at the image.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "plan": plan,
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
        for i, (n, k, s, p, pool_padding) in enumerate(plan, start=1):
            conv = Conv2d(self.size[-1], n, k, s, p, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            if pool_padding is not None:
                self.add(f"pool{i}", pool(3, 2, pool_padding))
            if i <= 2:
                self.add(f"norm{i}", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=2.0))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dense{i}", Dense(self.size[-1], n, True, draw, self.next_seed()))
            self.add(f"activation{len(plan) + i}", act())
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.add("scores", Dense(self.size[-1], n_classes, True, draw, self.next_seed()))
