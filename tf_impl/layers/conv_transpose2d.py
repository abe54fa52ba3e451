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
    y is computed whole, and ``padding`` and ``output_padding`` choose what is kept of it.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_out, n_in), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int | tuple[int, int] = 0,
        output_padding: int = 0,
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
        self.more = output_padding
        self.build((None, None, None, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_out)."""
        whole = keras.ops.conv_transpose(inputs, self.kernel, self.strides, "valid")
        _, oh, ow, _ = self.compute_output_shape(inputs.shape)
        # The pixels that output_padding asks for beyond the whole have met no kernel: zeros.
        whole = tf.pad(whole, ((0, 0), (0, self.more), (0, self.more), (0, 0)))
        y = whole[:, self.cut[0] : self.cut[0] + oh, self.cut[1] : self.cut[1] + ow]
        return self.activation(y + self.bias if self.use_bias else y)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        sizes = zip(input_shape[1:3], self.kernel_size, self.strides, self.cut, strict=True)
        image = (n and (n - 1) * s + k - 2 * p + self.more for n, k, s, p in sizes)
        return (input_shape[0], *image, self.filters)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"], config["stride"] = config.pop("filters"), config.pop("strides")
        config["initializer"] = config.pop("kernel_initializer")
        own = {"n_in": self.n_in, "padding": self.cut, "output_padding": self.more}
        return {**config, **own, "seed": self.seed}
