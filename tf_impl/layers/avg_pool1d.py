"""Average pooling along one axis in Keras."""

from __future__ import annotations

import keras

from tf_impl.layers.padding import Padding
from tf_impl.layers.pool import AvgPool

Size = int


@keras.saving.register_keras_serializable(package="dl_parity")
class AvgPool1d(AvgPool):
    """The mean of each window, by :func:`keras.ops.average_pool`.

    :class:`keras.layers.AveragePooling1D` pads by its own ``"same"`` or not at all, and knows
    no dilation; the padding here comes before it. Where it does not count, the mean is divided
    by the share of a window that does.
    """

    n_axes = 1

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        count_include_pad: bool = True,
        dilation: Size = 1,
        ceil_mode: bool = False,
        **kwargs,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode, **kwargs)
        self.count_include_pad = count_include_pad
