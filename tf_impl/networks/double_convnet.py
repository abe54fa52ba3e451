"""The double convolutional network of the course: two convolutions in Keras."""

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
class DoubleConvNet(Sequential):
    """Twice convolution, activation and pooling; then dense, activation, dense.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (1, 28, 28),
        n_filters: Sequence[int] = (10, 20),
        kernel_sizes: Sequence[int] = (7, 3),
        hidden: int = 100,
        n_classes: int = 10,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "n_filters": n_filters,
            "kernel_sizes": kernel_sizes,
            "hidden": hidden,
            "n_classes": n_classes,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        for i, (n, k) in enumerate(zip(n_filters, kernel_sizes, strict=True), start=1):
            conv = Conv2d(self.size[-1], n, k, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[-1], hidden, True, draw, self.next_seed()))
        self.add("activation3", act())
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
