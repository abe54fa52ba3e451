"""The depthwise convolution in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.layers.padding import Padding, sides, zeros_around


@keras.saving.register_keras_serializable(package="dl_parity")
class DepthwiseConv2d(keras.layers.DepthwiseConv2D):
    """:class:`keras.layers.DepthwiseConv2D`, with any padding and any strides.

    TensorFlow refuses a stride along the height that is not that along the width, and Keras
    computes a stride beside a dilation in a way of its own, so y is then every stride-th pixel of
    what stride 1 gives. Keras counts the kernels of a channel as fan_out and the channels in
    fan_in, so with a depth_multiplier above 1 it draws the kernel from another range.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_in, m), bias (n_in m,).
    """

    def __init__(
        self,
        n_in: int,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        padding: Padding = 0,
        dilation: int | tuple[int, int] = 1,
        depth_multiplier: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        stride = (stride, stride) if isinstance(stride, int) else tuple(stride)
        apart = (dilation, dilation) if isinstance(dilation, int) else tuple(dilation)
        refused = stride[0] != stride[1] or (max(stride) > 1 and max(apart) > 1)
        own = padding == "same" and not refused
        super().__init__(
            kernel_size,
            strides=1 if refused else stride,
            padding="same" if own else "valid",
            depth_multiplier=depth_multiplier,
            dilation_rate=dilation,
            use_bias=use_bias,
            depthwise_initializer=seeded(initializer or GlorotUniform(), seed),
            **kwargs,
        )
        self.n_in, self.seed = n_in, seed
        self.every = stride if refused else (1, 1)
        self.asked_stride, self.asked_padding = stride, padding
        self.pads = 0 if own else padding
        self.build((None, None, None, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_in m)."""
        y = super().call(zeros_around(inputs, self.pads_of(inputs.shape[1:3])))
        return y[:, :: self.every[0], :: self.every[1]]

    def pads_of(self, size: Sequence[int | None]) -> list[tuple[int, int]]:
        """Return ((top, bottom), (left, right)) for such an image."""
        return sides(self.pads, size, self.kernel_size, self.asked_stride, self.dilation_rate)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        examples, *image, channels = input_shape
        image = [n and n + sum(p) for n, p in zip(image, self.pads_of(image), strict=True)]
        shape = super().compute_output_shape((examples, *image, channels))
        height, width = (n and -(-n // s) for n, s in zip(shape[1:3], self.every, strict=True))
        return (examples, height, width, shape[3])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["dilation"] = config.pop("dilation_rate")
        config["initializer"] = config.pop("depthwise_initializer")
        del config["strides"]
        own = {"n_in": self.n_in, "stride": self.asked_stride, "padding": self.asked_padding}
        return {**config, **own, "seed": self.seed}
