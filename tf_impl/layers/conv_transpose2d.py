"""The transposed convolution in Keras, channels last."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded


@keras.saving.register_keras_serializable(package="dl_parity")
class ConvTranspose2d(keras.layers.Conv2DTranspose):
    """The transposed convolution of :class:`keras.layers.Conv2DTranspose`, then cut.

    Keras cuts ``"same"`` to stride times the input and means another thing by output_padding, so
    y is computed whole, and ``padding`` and ``output_padding`` choose what is kept of it. It knows
    no groups, so the parts are computed on their own, and on a CPU no dilation, so the kernel is
    given its zeros first.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_out / groups, n_in), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int | tuple[int, int] = 0,
        output_padding: int = 0,
        dilation: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(
            n_out,
            kernel_size,
            strides=stride,
            use_bias=use_bias,
            kernel_initializer=seeded(initializer or GlorotUniform(), seed),
            **kwargs,
        )
        self.n_in, self.seed = n_in, seed
        self.cut = (padding, padding) if isinstance(padding, int) else tuple(padding)
        self.more, self.groups = output_padding, groups
        self.apart = (dilation, dilation) if isinstance(dilation, int) else tuple(dilation)
        self.build((None, None, None, n_in))

    def build(self, input_shape: tuple) -> None:
        """Add the kernel of all groups, and the bias."""
        n_in, n_out = input_shape[-1], self.filters
        shape = (*self.kernel_size, n_out // self.groups, n_in)
        self.kernel = self.add_weight(
            shape=shape, initializer=self.kernel_initializer, name="kernel"
        )
        if self.use_bias:
            self.bias = self.add_weight(
                shape=(n_out,), initializer=self.bias_initializer, name="bias"
            )
        self.built = True

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_out)."""
        parts = tf.split(inputs, self.groups, axis=-1)
        kernels = tf.split(self.spread(self.kernel), self.groups, axis=-1)
        whole = tf.concat(
            [
                keras.ops.conv_transpose(part, kernel, self.strides, "valid")
                for part, kernel in zip(parts, kernels, strict=True)
            ],
            axis=-1,
        )
        _, oh, ow, _ = self.compute_output_shape(inputs.shape)
        # The pixels that output_padding asks for beyond the whole have met no kernel: zeros.
        whole = tf.pad(whole, ((0, 0), (0, self.more), (0, self.more), (0, 0)))
        y = whole[:, self.cut[0] : self.cut[0] + oh, self.cut[1] : self.cut[1] + ow]
        return self.activation(y + self.bias if self.use_bias else y)

    def spread(self, kernel: tf.Tensor) -> tf.Tensor:
        """Return the kernel with dilation - 1 zeros between its elements."""
        (kh, kw), (dh, dw), more = self.kernel_size, self.apart, kernel.shape[2:]
        wide = tf.reshape(kernel, (kh, 1, kw, 1, *more))
        wide = tf.pad(wide, ((0, 0), (0, dh - 1), (0, 0), (0, dw - 1), (0, 0), (0, 0)))
        wide = tf.reshape(wide, (kh * dh, kw * dw, *more))
        return wide[: (kh - 1) * dh + 1, : (kw - 1) * dw + 1]

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        kernel = (d * (k - 1) + 1 for k, d in zip(self.kernel_size, self.apart, strict=True))
        sizes = zip(input_shape[1:3], kernel, self.strides, self.cut, strict=True)
        image = (n and (n - 1) * s + k - 2 * p + self.more for n, k, s, p in sizes)
        return (input_shape[0], *image, self.filters)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"], config["stride"] = config.pop("filters"), config.pop("strides")
        config["initializer"] = config.pop("kernel_initializer")
        config.pop("dilation_rate", None)
        own = {
            "n_in": self.n_in,
            "padding": self.cut,
            "output_padding": self.more,
            "dilation": self.apart,
            "groups": self.groups,
        }
        return {**config, **own, "seed": self.seed}
