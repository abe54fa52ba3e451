"""L_p pooling along one axis in Keras."""

from __future__ import annotations

import keras

from tf_impl.layers.pool import LpPool

Size = int


@keras.saving.register_keras_serializable(package="dl_parity")
class LpPool1d(LpPool):
    """(sum of x^p)^(1/p) of each window.

    Keras has no such layer: this is the mean of x^p, times the size of the window.
    """

    n_axes = 1

    def __init__(
        self,
        norm_type: float,
        kernel_size: Size,
        stride: Size | None = None,
        ceil_mode: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(norm_type, kernel_size, stride, ceil_mode, **kwargs)
