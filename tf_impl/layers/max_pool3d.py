"""Max pooling along three axes in Keras."""

from __future__ import annotations

import keras

from tf_impl.layers.padding import Padding
from tf_impl.layers.pool import MaxPool

Size = int | tuple[int, int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class MaxPool3d(MaxPool):
    """The maximum of each window, by :func:`tensorflow.nn.pool`.

    :class:`keras.layers.MaxPooling3D` pads by its own ``"same"`` or not at all, and knows no
    dilation; the padding here comes before it, with the least number there is, so that it is
    never the maximum.
    """

    n_axes = 3

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
        storage_order: int = 0,
        **kwargs,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode, **kwargs)
        self.return_indices = return_indices
        self.storage_order = storage_order
