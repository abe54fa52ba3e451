"""L_p pooling along one axis in Keras."""

from __future__ import annotations

import math

import keras
import tensorflow as tf

from tf_impl.layers.pool import Pool

Size = int


@keras.saving.register_keras_serializable(package="dl_parity")
class LpPool1d(Pool):
    """(sum of x^p)^(1/p) of each window.

    Keras has no such layer: this is the mean of x^p, times the size of the window.
    """

    n_axes = 1

    def __init__(
        self, norm_type: float, kernel_size: Size, stride: Size | None = None, **kwargs
    ) -> None:
        super().__init__(kernel_size, stride, 0, 1, False, **kwargs)
        self.norm_type = norm_type

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OT, C)."""
        p = tf.constant(self.norm_type, dtype=inputs.dtype)
        return (self.pooled(inputs**p, "AVG") * math.prod(self.kernel)) ** (1 / p)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        for name in ("padding", "dilation", "ceil_mode"):
            del config[name]
        return {**config, "norm_type": self.norm_type}
