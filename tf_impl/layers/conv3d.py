"""Convolution along three axes in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.convolution import PaddedFirst, drawn
from tf_impl.layers.padding import Padding

Size = int | tuple[int, int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class Conv3d(PaddedFirst, keras.layers.Conv3D):
    """The convolution of :class:`keras.layers.Conv3D`, with any padding.

    Shapes:
        x (N, D, H, W, n_in), kernel (kd, kh, kw, n_in / groups, n_out), bias (n_out,).
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
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
