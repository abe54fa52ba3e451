"""The residual block that wide residual networks are made of in Keras."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dropout import Dropout
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class WideResidualBlock(Network):
    """y = shortcut + F(h), h = f(norm(x)): normalized and activated first, not last.

    Shapes:
        x (N, H, W, n_in), y (N, ceil(H / stride), ceil(W / stride), n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
        dropout: float = 0.0,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_out": n_out,
            "stride": stride,
            "dropout": dropout,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(c_in: int, k: int, step: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, n_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        self.add("norm1", BatchNorm(n_in), (None, None, None, n_in))
        self.add("activation1", act())
        self.add("conv1", conv(n_in, 3, stride))
        self.add("norm2", BatchNorm(n_out), (None, None, None, n_out))
        self.add("activation2", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("conv2", conv(n_out, 3, 1))
        self.before, self.residual = tuple(self.order[:2]), tuple(self.order[2:])
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.add("projection", conv(n_in, 1, stride))
        self.built = True

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return y; ``masks`` are replayed by the dropout."""
        h = self.run(self.before, inputs, training)
        shortcut = self.run(("projection",), h) if self.projects else inputs
        return shortcut + self.run(self.residual, h, training, masks)
