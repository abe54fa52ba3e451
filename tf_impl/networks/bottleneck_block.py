"""The bottleneck block that the deep ResNets are made of in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network


@keras.saving.register_keras_serializable(package="dl_parity")
class BottleneckBlock(Network):
    """y = f(F(x) + shortcut(x)), F a 1×1, a 3×3 and a 1×1 convolution, each with a norm.

    Shapes:
        x (N, H, W, n_in), y (N, ceil(H / stride), ceil(W / stride), n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_mid: int,
        n_out: int,
        stride: int = 1,
        strided: int = 2,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_mid": n_mid,
            "n_out": n_out,
            "stride": stride,
            "strided": strided,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]

        def conv(c_in: int, c_out: int, k: int, step: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, c_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        first, second = (stride, 1) if strided == 1 else (1, stride)
        neck, wide = (None, None, None, n_mid), (None, None, None, n_out)
        self.add("conv1", conv(n_in, n_mid, 1, first))
        self.add("norm1", BatchNorm(n_mid), neck)
        self.add("activation1", act())
        self.add("conv2", conv(n_mid, n_mid, 3, second))
        self.add("norm2", BatchNorm(n_mid), neck)
        self.add("activation2", act())
        self.add("conv3", conv(n_mid, n_out, 1, 1))
        self.add("norm3", BatchNorm(n_out), wide)
        self.residual = tuple(self.order)
        self.shortcut: tuple[str, ...] = ()
        if stride != 1 or n_in != n_out:
            self.add("projection", conv(n_in, n_out, 1, stride))
            self.add("norm4", BatchNorm(n_out), wide)
            self.shortcut = ("projection", "norm4")
        self.add("activation3", act())
        self.built = True

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        """Return y."""
        y = self.run(self.residual, inputs, training)
        return self.activation3(y + self.run(self.shortcut, inputs, training))
