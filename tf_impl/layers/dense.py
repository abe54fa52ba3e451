"""The fully-connected layer in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.glorot_uniform import GlorotUniform
from tf_impl.initializers.initializer import Initializer


class Dense(keras.layers.Dense):
    """y = x W + b on the last axis, as :class:`keras.layers.Dense`, with n_in known from the start.

    Shapes:
        x (..., n_in), kernel (n_in, n_out), bias (n_out,), y (..., n_out).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        draw = initializer or GlorotUniform()
        super().__init__(
            n_out,
            use_bias=use_bias,
            kernel_initializer=lambda shape, dtype=None: draw(shape, seed, dtype=dtype),
            **kwargs,
        )
        self.build((None, n_in))
