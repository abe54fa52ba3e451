"""The simple convolutional network of the course: one convolution in Keras."""

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
class SimpleConvNet(Sequential):
    """Convolution, activation, pooling; dense, activation; dense.

    Shapes:
        x (N, H, W, C), y (N, n_classes): scores.
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
        **kwargs,
    ) -> None:
        super().__init__(input_shape, seed, **kwargs)
        self.arguments = {
            "input_shape": input_shape,
            "n_filters": n_filters,
            "kernel_size": kernel_size,
            "hidden": hidden,
            "n_classes": n_classes,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        channels = self.size[-1]
        self.add(
            "conv1",
            Conv2d(channels, n_filters, kernel_size, initializer=draw, seed=self.next_seed()),
        )
        self.add("activation1", act())
        self.add("pool1", pool(2))
        self.add("flatten", Flatten())
        self.add("dense1", Dense(self.size[-1], hidden, True, draw, self.next_seed()))
        self.add("activation2", act())
        self.add("dense2", Dense(hidden, n_classes, True, draw, self.next_seed()))
