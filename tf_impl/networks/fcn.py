"""The fully convolutional network for segmentation in Keras."""

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
class FCN(Network):
    """Scores for every pixel: stages that halve the image, and back up with their scores added.

    Shapes:
        x (N, H, W, n_in), y (N, H, W, n_classes).
    """

    def __init__(
        self,
        n_in: int = 3,
        channels: Sequence[int] = (16, 32, 64),
        n_classes: int = 21,
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
        self.n_stages = len(channels)
        for i, n in enumerate(channels, start=1):
            conv = Conv2d(n_in, n, 3, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
            n_in = n
        for i, n in enumerate(channels, start=1):
            score = Conv2d(n, n_classes, 1, initializer=draw, seed=self.next_seed())
            self.add(f"score{i}", score)
            own = self.next_seed()
            up = ConvTranspose2d(n_classes, n_classes, 4, 2, 1, use_bias=False, initializer=draw,
                                 seed=own)  # fmt: skip
            self.add(f"up{i}", up)
        self.built = True

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y, the scores of every pixel."""
        h, scores = inputs, []
        for i in range(1, self.n_stages + 1):
            h = self.run((f"conv{i}", f"activation{i}", f"pool{i}"), h)
            scores.append(self.run((f"score{i}",), h))
        u = scores.pop()
        while scores:
            u = self.run((f"up{len(scores) + 1}",), u) + scores.pop()
        return self.up1(u)
