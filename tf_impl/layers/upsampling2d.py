"""Enlarging images in Keras."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

Scale = float | tuple[float, float]


@keras.saving.register_keras_serializable(package="dl_parity")
class Upsampling2d(keras.layers.Layer):
    """The nearest pixel, the line between two along each axis, or the curve through four.

    :class:`keras.layers.UpSampling2D` knows whole numbers alone and no aligned corners, computes
    in float32 where it blends, and has another curve; so the pixels are gathered along one axis
    after the other.
    """

    def __init__(
        self,
        scale: Scale = 2,
        interpolation: str = "nearest",
        align_corners: bool = False,
        out_size: int | tuple[int, int] | None = None,
        **kwargs,
    ) -> None:
        super().__init__(**kwargs)
        self.scale, self.interpolation = scale, interpolation
        self.align_corners, self.out_size = align_corners, out_size

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y (N, OH, OW, C)."""
        y = inputs
        for axis in (1, 2):
            n = inputs.shape[axis]
            out, ratio = self.along(axis - 1, n)
            at = np.arange(out) * ratio
            if self.interpolation == "nearest":
                y = tf.gather(y, np.minimum(at.astype(int), n - 1), axis=axis)
                continue
            at = at + 0.5 * ratio - 0.5
            if self.align_corners:
                at = np.linspace(0, n - 1, out)
            shape = [1, out, 1, 1] if axis == 1 else [1, 1, out, 1]
            if self.interpolation == "bicubic":
                y = self.curved(y, axis, at, shape)
                continue
            at = np.clip(at, 0, n - 1)
            before = at.astype(int)
            part = tf.reshape(tf.constant(at - before, y.dtype), shape)
            behind = tf.gather(y, np.minimum(before + 1, n - 1), axis=axis)
            y = (1 - part) * tf.gather(y, before, axis=axis) + part * behind
        return y

    @staticmethod
    def curved(x: tf.Tensor, axis: int, at: np.ndarray, shape: list[int]) -> tf.Tensor:
        """Return x at these places of an axis, on Keys' curve through four pixels."""
        a, first = -0.75, np.floor(at).astype(int)
        t = at - first
        weights = (
            a * t * (1 - t) ** 2,
            1 - t**2 * (a + 3 - (a + 2) * t),
            1 - (1 - t) ** 2 * (a + 3 - (a + 2) * (1 - t)),
            a * t**2 * (1 - t),
        )
        pixels = (np.clip(first + k, 0, x.shape[axis] - 1) for k in (-1, 0, 1, 2))
        return sum(
            tf.reshape(tf.constant(w, x.dtype), shape) * tf.gather(x, pixel, axis=axis)
            for w, pixel in zip(weights, pixels, strict=True)
        )

    def along(self, axis: int, n: int) -> tuple[int, float]:
        """Return how many pixels y has along an axis, and how far apart they are in x."""
        if self.out_size is not None:
            out = self.out_size if isinstance(self.out_size, int) else self.out_size[axis]
            return out, n / out
        scale: Any = self.scale
        scale = scale if isinstance(scale, int | float) else scale[axis]
        return int(np.floor(n * scale)), 1 / scale

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        """Return the shape of y."""
        n, *image, channels = input_shape
        return (n, *(m and self.along(axis, m)[0] for axis, m in enumerate(image)), channels)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        own = {
            "scale": self.scale,
            "interpolation": self.interpolation,
            "align_corners": self.align_corners,
            "out_size": self.out_size,
        }
        return {**super().get_config(), **own}
