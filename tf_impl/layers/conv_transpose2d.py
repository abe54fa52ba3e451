"""The transposed convolution in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.convolution import drawn
from tf_impl.layers.padding import Padding
from tf_impl.layers.transposed_convolution import CutAfterwards

Size = int | tuple[int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class ConvTranspose2d(CutAfterwards, keras.layers.Conv2DTranspose):
    """The transposed convolution of :class:`keras.layers.Conv2DTranspose`, then cut.

    Shapes:
        x (N, H, W, n_in), kernel (kh, kw, n_out / groups, n_in), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        output_padding: Size = 0,
        dilation: Size = 1,
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
