"""Max pooling in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

from tf_impl.layers.pool_padding import padded, padded_shape

Size = int | tuple[int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class MaxPool2d(keras.layers.MaxPooling2D):
    """The maximum of each window, as :class:`keras.layers.MaxPooling2D`.

    Keras pads by its own ``"same"`` or not at all; the padding here comes before it, with the
    least number there is, so that it is never the maximum.
    """

    def __init__(
        self, kernel_size: Size, stride: Size | None = None, padding: Size = 0, **kwargs
    ) -> None:
        super().__init__(kernel_size, strides=stride, padding="valid", **kwargs)
        self.margin = keras.layers.ZeroPadding2D(padding).padding

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, C) for x (N, H, W, C)."""
        return super().call(padded(inputs, self.margin, inputs.dtype.min))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        return super().compute_output_shape(padded_shape(input_shape, self.margin))

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["kernel_size"], config["stride"] = config.pop("pool_size"), config.pop("strides")
        return {**config, "padding": self.margin}
