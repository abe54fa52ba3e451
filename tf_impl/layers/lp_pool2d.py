"""L_p pooling in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf

Size = int | tuple[int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class LpPool2d(keras.layers.AveragePooling2D):
    """(sum of x^p)^(1/p) of each window.

    Keras has no such layer: this is its mean of x^p, times the size of the window.
    """

    def __init__(
        self, norm_type: float, kernel_size: Size, stride: Size | None = None, **kwargs
    ) -> None:
        super().__init__(kernel_size, strides=stride, padding="valid", **kwargs)
        self.norm_type = norm_type

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, C) for x (N, H, W, C)."""
        p = tf.constant(self.norm_type, dtype=inputs.dtype)
        height, width = self.pool_size
        return (super().call(inputs**p) * (height * width)) ** (1 / p)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        config["kernel_size"], config["stride"] = config.pop("pool_size"), config.pop("strides")
        del config["padding"]
        return {**config, "norm_type": self.norm_type}
