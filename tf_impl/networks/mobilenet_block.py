"""The block that MobileNet is made of in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.depthwise_conv2d import DepthwiseConv2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Sequential


@keras.saving.register_keras_serializable(package="dl_parity")
class MobileNetBlock(Sequential):
    """A depthwise 3×3 and a 1×1 convolution, each with a norm and an activation.

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
        super().__init__(None, seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_out": n_out,
            "stride": stride,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, own = ACTIVATIONS[activation], self.next_seed()
        depth = DepthwiseConv2d(
            n_in, 3, stride, padding=1, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm1", BatchNorm(n_in), (None, None, None, n_in))
        self.add("activation1", act())
        point = Conv2d(n_in, n_out, 1, use_bias=False, initializer=draw, seed=self.next_seed())
        self.add("pointwise", point)
        self.add("norm2", BatchNorm(n_out), (None, None, None, n_out))
        self.add("activation2", act())
