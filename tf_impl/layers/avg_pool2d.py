"""Pooling in Keras. Images are channels-last."""

from __future__ import annotations

import keras
import tensorflow as tf

Size = int | tuple[int, int]


def _padded(x: tf.Tensor, margin: tuple, value: float) -> tf.Tensor:
    return tf.pad(x, ((0, 0), *margin, (0, 0)), constant_values=value)


def _padded_shape(shape: tuple, margin: tuple) -> tuple:
    n, height, width, channels = shape
    return (n, height and height + sum(margin[0]), width and width + sum(margin[1]), channels)


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
        return super().call(_padded(inputs, self.margin, inputs.dtype.min))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        return super().compute_output_shape(_padded_shape(input_shape, self.margin))


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
        mean = super().call(_padded(inputs, self.margin, 0.0))
        if self.count_include_pad:
            return mean
        return mean / super().call(_padded(tf.ones_like(inputs), self.margin, 0.0))

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        return super().compute_output_shape(_padded_shape(input_shape, self.margin))


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


class GlobalMaxPool2d(keras.layers.GlobalMaxPooling2D):
    """The maximum of each channel's image, as :class:`keras.layers.GlobalMaxPooling2D`."""


class GlobalAvgPool2d(keras.layers.GlobalAveragePooling2D):
    """The mean of each channel's image, as :class:`keras.layers.GlobalAveragePooling2D`."""
