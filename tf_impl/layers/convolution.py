"""What the convolutions along one axis and along three share in Keras."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.layers.padding import Padding, repeated, sides
from tf_impl.layers.spread import spread


class PaddedFirst:
    """A convolution of Keras whose input is padded by :func:`tensorflow.pad`.

    Keras refuses a stride beside a dilation, so y is then every stride-th place of the dilated
    convolution; TensorFlow's kernels for volumes know no dilation on a CPU, so the kernel is
    given its zeros first. With ``groups`` it would be compiled anew at each eager call, so the
    parts are computed on their own.
    """

    def start(
        self,
        n_in: int,
        kernel_size: Any,
        stride: Any,
        padding: Padding,
        dilation: Any,
        padding_mode: str,
        seed: int | None,
    ) -> None:
        """Keep what Keras' own layer is not told."""
        n_axes = self.rank
        self.n_in, self.seed = n_in, seed
        self.every = (stride,) * n_axes if isinstance(stride, int) else tuple(stride)
        self.apart = (dilation,) * n_axes if isinstance(dilation, int) else tuple(dilation)
        self.pads, self.pad_mode = padding, padding_mode
        self.build((None, *[None] * n_axes, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, space, n_out)."""
        x = repeated(inputs, self.sides_of(inputs.shape), self.pad_mode)
        parts = tf.split(x, self.groups, axis=-1)
        kernels = tf.split(spread(self.kernel, self.apart), self.groups, axis=-1)
        y = tf.concat(
            [
                keras.ops.conv(part, kernel, self.every, "valid", None, 1)
                for part, kernel in zip(parts, kernels, strict=True)
            ],
            axis=-1,
        )
        return self.activation(y + self.bias if self.use_bias else y)

    def sides_of(self, shape: tuple) -> list[tuple[int, int]]:
        """Return (before, after) for each axis of space."""
        return sides(self.pads, shape[1:-1], self.kernel_size, self.every, self.apart)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        axes = zip(
            input_shape[1:-1], self.sides_of(input_shape), self.kernel_size, self.every, self.apart,
            strict=True,
        )  # fmt: skip
        space = (n and (n + sum(p) - d * (k - 1) - 1) // s + 1 for n, p, k, s, d in axes)
        return (input_shape[0], *space, self.filters)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()  # type: ignore[misc]
        config["n_out"] = config.pop("filters")
        config["initializer"] = config.pop("kernel_initializer")
        del config["strides"], config["dilation_rate"]
        own = {
            "n_in": self.n_in,
            "stride": self.every,
            "padding": self.pads,
            "dilation": self.apart,
            "padding_mode": self.pad_mode,
            "seed": self.seed,
        }
        return {**config, **own}


def drawn(initializer: Initializer | None, seed: int | None) -> Any:
    """Return what draws the kernels: Glorot's uniform distribution if nothing is given."""
    return seeded(initializer or GlorotUniform(), seed)
