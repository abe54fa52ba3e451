"""U-Net in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.conv_transpose2d import ConvTranspose2d
from tf_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class UNet(Network):
    """Down with convolutions and pooling, up again, the maps on the way down laid beside.

    Shapes:
        x (N, H, W, n_in), y (N, H, W, n_classes).
    """

    def __init__(
        self,
        n_in: int = 1,
        channels: Sequence[int] = (64, 128, 256, 512, 1024),
        n_classes: int = 2,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "channels": channels,
            "n_classes": n_classes,
            "activation": activation,
            "pooling": pooling,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        self.channels = tuple(channels)

        def level(way: str, c_in: int, c_out: int) -> None:
            for j, c in ((1, c_in), (2, c_out)):
                conv = Conv2d(c, c_out, 3, padding=1, initializer=draw, seed=self.next_seed())
                self.add(f"{way}_conv{j}", conv)
                self.add(f"{way}_activation{j}", act())

        for i, n in enumerate(self.channels, start=1):
            level(f"down{i}", n_in, n)
            n_in = n
            if i < len(self.channels):
                self.add(f"pool{i}", pool(2))
        for i, n in reversed(list(enumerate(self.channels[:-1], start=1))):
            up = ConvTranspose2d(n_in, n, 2, 2, initializer=draw, seed=self.next_seed())
            self.add(f"up{i}", up)
            level(f"up{i}", 2 * n, n)
            n_in = n
        self.add("scores", Conv2d(n_in, n_classes, 1, initializer=draw, seed=self.next_seed()))
        self.built = True

    def two(self, way: str) -> tuple[str, ...]:
        """Return the names of a level's convolutions and activations."""
        return tuple(f"{way}_{part}{j}" for j in (1, 2) for part in ("conv", "activation"))

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y, the scores of every pixel."""
        h, depth, skips = inputs, len(self.channels) - 1, []
        for i in range(1, depth + 1):
            h = self.run(self.two(f"down{i}"), h)
            skips.append(h)
            h = self.run((f"pool{i}",), h)
        h = self.run(self.two(f"down{depth + 1}"), h)
        for i in range(depth, 0, -1):
            h = tf.concat([skips.pop(), self.run((f"up{i}",), h)], axis=-1)
            h = self.run(self.two(f"up{i}"), h)
        return self.scores(h)
