"""Adaptive max pooling in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable(package="dl_parity")
class AdaptiveMaxPool2d(keras.layers.AdaptiveMaxPooling2D):
    """The maximum of each of so many windows, as :class:`keras.layers.AdaptiveMaxPooling2D`.

    Keras pools along the rows first: of equal maxima the first column's takes the gradient, where
    PyTorch takes the first row's. It pools windows that are one pixel larger, too; with one window
    they do not fit the image, and the gradient is not defined. Here one window is pooled by itself.
    """

    def __init__(self, out_size: int | tuple[int, int], **kwargs) -> None:
        super().__init__(out_size, data_format="channels_last", **kwargs)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, C)."""
        if self.output_size != (1, 1):
            return super().call(inputs)
        return ops.max_pool(inputs, inputs.shape[1:3], 1, "valid", "channels_last")

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        del config["data_format"]
        out_size = config.pop("output_size")
        return {**config, "out_size": out_size}
