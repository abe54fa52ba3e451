"""Undoing max pooling in Keras."""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

Size = int | tuple[int, int]


@keras.saving.register_keras_serializable(package="dl_parity")
class MaxUnpool2d(keras.layers.Layer):
    """Each number at the place of its maximum, by TensorFlow's scattering: Keras has no such layer.

    Shapes:
        x, indices (N, OH, OW, C), y (N, H, W, C). The indices count the pixels of one channel.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        out_size: Size | None = None,
        repeated: str = "placed",
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.kernel_size, self.padding = kernel_size, padding
        self.stride = kernel_size if stride is None else stride
        self.out_size, self.repeated = out_size, repeated

    def call(self, inputs: tf.Tensor, indices: tf.Tensor) -> tf.Tensor:
        """Return y (N, H, W, C)."""
        shape = self.compute_output_shape(inputs.shape)
        width = shape[2]
        grid = np.indices(inputs.shape)  # which image, row, column and channel
        at = (grid[0], indices // width, indices % width, grid[3])
        places = tf.stack([tf.cast(a, tf.int64) for a in at], axis=-1)
        if self.repeated == "added":
            return tf.scatter_nd(places, inputs, tf.constant(shape, places.dtype))
        return tf.tensor_scatter_nd_update(tf.zeros(shape, inputs.dtype), places, inputs)

    def compute_output_shape(
        self, inputs_shape: tuple, indices_shape: tuple | None = None
    ) -> tuple:
        """Return the shape of y."""
        given = (self.kernel_size, self.stride, self.padding)
        pairs = [(v, v) if isinstance(v, int) else tuple(v) for v in given]
        if self.out_size is not None:
            out = self.out_size
            space = (out, out) if isinstance(out, int) else tuple(out)
        else:
            along = zip(inputs_shape[1:3], *pairs, strict=True)
            space = tuple(m and (m - 1) * s - 2 * p + k for m, k, s, p in along)
        return (inputs_shape[0], *space, inputs_shape[3])

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "out_size": self.out_size,
            "repeated": self.repeated,
        }
        return {**super().get_config(), **own}
