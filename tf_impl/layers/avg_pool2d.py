"""Average pooling in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.layers.pool_padding import padded, padded_shape

Size = int | tuple[int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class AvgPool2d(keras.layers.AveragePooling2D):
    """The mean of each window, as :class:`keras.layers.AveragePooling2D`.

    Keras pads by its own ``"same"`` or not at all; the padding here comes before it. Where it does
    not count, the mean is divided by the share of a window that is image.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        count_include_pad: bool = True,
        **kwargs,
    ) -> None:
        super().__init__(kernel_size, strides=stride, padding="valid", **kwargs)
        self.margin = keras.layers.ZeroPadding2D(padding).padding
        self.count_include_pad = count_include_pad

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, C) for x (N, H, W, C)."""
        mean = super().call(padded(inputs, self.margin, 0.0))
        if self.count_include_pad:
            return mean
        return mean / super().call(padded(tf.ones_like(inputs), self.margin, 0.0))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        return super().compute_output_shape(padded_shape(input_shape, self.margin))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["kernel_size"], config["stride"] = config.pop("pool_size"), config.pop("strides")
        return {**config, "padding": self.margin, "count_include_pad": self.count_include_pad}
