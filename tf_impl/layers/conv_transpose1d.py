"""The transposed convolution along one axis in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.convolution import drawn
from tf_impl.layers.padding import Padding
from tf_impl.layers.transposed_convolution import CutAfterwards


@keras.saving.register_keras_serializable(package="dl_parity")
class ConvTranspose1d(CutAfterwards, keras.layers.Conv1DTranspose):
    """The transposed convolution of :class:`keras.layers.Conv1DTranspose`, then cut.

    Shapes:
        x (N, T, n_in), kernel (K, n_out / groups, n_in), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        stride: int = 1,
        padding: Padding = 0,
        output_padding: int = 0,
        dilation: int = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
        **kwargs,
    ) -> None:
        kernels = drawn(initializer, seed)
        super().__init__(
            n_out, kernel_size, use_bias=use_bias, kernel_initializer=kernels, **kwargs
        )
        self.start(n_in, stride, padding, output_padding, dilation, groups, seed)
