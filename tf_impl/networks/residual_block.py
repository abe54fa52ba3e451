"""The residual block that ResNet is made of in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class ResidualBlock(Network):
    """y = f(F(x) + shortcut(x)), the shortcut the identity or a 1×1 convolution and a norm.

    Shapes:
        x (N, H, W, n_in), y (N, ceil(H / stride), ceil(W / stride), n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
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
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(channels: int, size: int, step: int, padding: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(
                channels, n_out, size, step, padding, use_bias=False, initializer=draw, seed=own
            )

        self.add("conv1", conv(n_in, 3, stride, 1))
        self.add("norm1", BatchNorm(n_out), (None, None, None, n_out))
        self.add("activation1", act())
        self.add("conv2", conv(n_out, 3, 1, 1))
        self.add("norm2", BatchNorm(n_out), (None, None, None, n_out))
        self.residual = tuple(self.order)
        self.shortcut: tuple[str, ...] = ()
        if stride != 1 or n_in != n_out:
            self.add("projection", conv(n_in, 1, stride, 0))
            self.add("norm3", BatchNorm(n_out), (None, None, None, n_out))
            self.shortcut = ("projection", "norm3")
        self.add("activation2", act())
        self.built = True

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y."""
        y = self.run(self.residual, inputs, training)
        return self.activation2(y + self.run(self.shortcut, inputs, training))
