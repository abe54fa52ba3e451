"""Squeeze and excitation in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.activations.sigmoid import Sigmoid
from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.dense import Dense
from tf_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class SqueezeExcite(Network):
    """y = x g, the gates g made of the channels' means by two dense layers.

    Shapes:
        x, y (N, H, W, n_channels).
    """

    def __init__(
        self,
        n_channels: int,
        n_squeezed: int,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_channels": n_channels,
            "n_squeezed": n_squeezed,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        self.add("mean", GlobalAvgPool2d())
        self.add("dense1", Dense(n_channels, n_squeezed, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(n_squeezed, n_channels, True, draw, self.next_seed()))
        self.add("gate", Sigmoid())
        self.built = True

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y."""
        return inputs * self.run(self.order, inputs)[:, None, None, :]
