"""Convolution in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.layers.padding import Padding, repeated, sides


@keras.saving.register_keras_serializable(package="dl_parity")
class Conv2d(keras.layers.Conv2D):
    """The convolution of :class:`keras.layers.Conv2D`, with any padding.

    ``"valid"``, and ``"same"`` with zeros, are Keras' own. Keras refuses a stride beside a
    dilation, so y is then every stride-th pixel of the dilated convolution. With ``groups`` its
    convolution would be compiled anew at each eager call, so the parts are computed on their own.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_in / groups, n_out), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] = 1,
        padding: Padding = 0,
        dilation: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        stride = (stride, stride) if isinstance(stride, int) else tuple(stride)
        dilated = dilation not in (1, (1, 1), [1, 1])
        refused = dilated and max(stride) > 1
        own = padding == "same" and padding_mode == "zeros" and not refused
        super().__init__(
            n_out,
            kernel_size,
            strides=1 if refused else stride,
            padding="same" if own else "valid",
            dilation_rate=dilation,
            groups=groups,
            use_bias=use_bias,
            kernel_initializer=seeded(initializer or GlorotUniform(), seed),
            **kwargs,
        )
        self.n_in, self.seed = n_in, seed
        self.every = stride if refused else (1, 1)
        self.asked_stride, self.asked_padding = stride, padding
        self.pads = 0 if own or padding == "valid" else padding
        self.pad_mode = padding_mode
        self.build((None, None, None, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_out)."""
        x = repeated(inputs, self.sides_of(inputs.shape), self.pad_mode)
        parts = tf.split(x, self.groups, axis=-1)
        kernels = tf.split(self.kernel, self.groups, axis=-1)
        y = tf.concat(
            [
                keras.ops.conv(part, kernel, self.strides, self.padding, None, self.dilation_rate)
                for part, kernel in zip(parts, kernels, strict=True)
            ],
            axis=-1,
        )
        y = y[:, :: self.every[0], :: self.every[1]]
        return self.activation(y + self.bias if self.use_bias else y)

    def sides_of(self, shape: tuple) -> list[tuple[int, int]]:
        """Return (before, after) for the height and the width; Keras' own padding adds its own."""
        return sides(self.pads, shape[1:3], self.kernel_size, self.asked_stride, self.dilation_rate)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        examples, *image, channels = input_shape
        pads = self.sides_of(input_shape)
        image = [n and n + sum(p) for n, p in zip(image, pads, strict=True)]
        shape = super().compute_output_shape((examples, *image, channels))
        height, width = (n and -(-n // s) for n, s in zip(shape[1:3], self.every, strict=True))
        return (examples, height, width, shape[3])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"], config["dilation"] = config.pop("filters"), config.pop("dilation_rate")
        config["initializer"] = config.pop("kernel_initializer")
        del config["strides"]
        own = {
            "n_in": self.n_in,
            "stride": self.asked_stride,
            "padding": self.asked_padding,
            "padding_mode": self.pad_mode,
            "seed": self.seed,
        }
        return {**config, **own}
