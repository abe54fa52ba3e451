"""The plain two-dimensional convolution in Keras, channels last."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer, seeded
from tf_impl.layers.pool_padding import padded, padded_shape


@keras.saving.register_keras_serializable(package="dl_parity")
class Conv2dIm2col(keras.layers.Conv2D):
    """The convolution of :class:`keras.layers.Conv2D` behind a padding of zeros.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_in, n_out), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int = 0,
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
        self.margin = ((padding, padding), (padding, padding))
        self.build((None, None, None, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_out)."""
        return super().call(padded(inputs, self.margin, 0.0))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        return super().compute_output_shape(padded_shape(input_shape, self.margin))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["n_out"], config["stride"] = config.pop("filters"), config.pop("strides")
        config["initializer"] = config.pop("kernel_initializer")
        own = {"n_in": self.n_in, "padding": self.margin[0][0], "seed": self.seed}
        return {**config, **own}
