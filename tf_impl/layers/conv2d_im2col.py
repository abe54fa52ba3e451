"""The plain two-dimensional convolution in Keras, channels last."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer


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
        draw = initializer or GlorotUniform()
        super().__init__(
            n_out,
            kernel_size,
            strides=stride,
            use_bias=use_bias,
            kernel_initializer=lambda shape, dtype=None: draw(shape, seed, dtype=dtype),
            **kwargs,
        )
        self.pads = ((0, 0), (padding, padding), (padding, padding), (0, 0))
        self.build((None, None, None, n_in))

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, n_out)."""
        return super().call(tf.pad(inputs, self.pads))
