"""Convolution along one axis in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.convolution import PaddedFirst, drawn
from tf_impl.layers.padding import Padding


@keras.saving.register_keras_serializable(package="dl_parity")
class Conv1d(PaddedFirst, keras.layers.Conv1D):
    """The convolution of :class:`keras.layers.Conv1D`, with any padding.

    Shapes:
        x (N, T, n_in), kernel (K, n_in / groups, n_out), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        stride: int = 1,
        padding: Padding = 0,
        dilation: int = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        kernels = drawn(initializer, seed)
        super().__init__(
            n_out,
            kernel_size,
            groups=groups,
            use_bias=use_bias,
            kernel_initializer=kernels,
            **kwargs,
        )
        self.start(n_in, kernel_size, stride, padding, dilation, padding_mode, seed)
