"""The block that EfficientNet is made of in Keras."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import tensorflow as tf

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.depthwise_conv2d import DepthwiseConv2d
from tf_impl.layers.drop_connect import DropConnect
from tf_impl.layers.padding import Padding
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.network import Network
from tf_impl.networks.squeeze_excite import SqueezeExcite


@keras.saving.register_keras_serializable(package="dl_parity")
class MBConv(Network):
    """1×1 up to many channels, a depthwise k×k, gates for the channels, 1×1 down; plus x.

    Shapes:
        x (N, H, W, n_in), y (N, ceil(H / stride), ceil(W / stride), n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int = 3,
        stride: int = 1,
        expansion: int = 6,
        squeeze: float = 0.25,
        rate: float = 0.0,
        padding: Padding = "same",
        activation: str = "swish",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "n_out": n_out,
            "kernel_size": kernel_size,
            "stride": stride,
            "expansion": expansion,
            "squeeze": squeeze,
            "rate": rate,
            "padding": padding,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act, n_mid = ACTIVATIONS[activation], expansion * n_in

        def pointwise(c_in: int, c_out: int) -> Conv2d:
            own = self.next_seed()
            return Conv2d(c_in, c_out, 1, use_bias=False, initializer=draw, seed=own)

        inside, outside = (None, None, None, n_mid), (None, None, None, n_out)
        if expansion != 1:
            self.add("expand", pointwise(n_in, n_mid))
            self.add("norm1", BatchNorm(n_mid), inside)
            self.add("activation1", act())
        own = self.next_seed()
        depth = DepthwiseConv2d(
            n_mid, kernel_size, stride, padding, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm2", BatchNorm(n_mid), inside)
        self.add("activation2", act())
        if squeeze:
            n_squeezed, own = max(1, int(squeeze * n_in)), self.next_seed()
            self.add("squeeze", SqueezeExcite(n_mid, n_squeezed, activation, draw, own))
        self.add("project", pointwise(n_mid, n_out))
        self.add("norm3", BatchNorm(n_out), outside)
        self.keeps_shape = stride == 1 and n_in == n_out
        if self.keeps_shape and rate:
            self.add("dropout1", DropConnect(rate, self.next_seed()))
        self.built = True

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        masks: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Return y; ``masks`` holds that of ``"dropout1"``, drawn in training if not given."""
        h = self.run(self.order, inputs, training, masks)
        return inputs + h if self.keeps_shape else h
