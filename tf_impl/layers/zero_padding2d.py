"""Zeros around an image in Keras."""

from __future__ import annotations

import keras

Padding = int | tuple[int, int] | tuple[tuple[int, int], tuple[int, int]]


@keras.saving.register_keras_serializable(package="dl_parity")
class ZeroPadding2d(keras.layers.ZeroPadding2D):
    """Pads each image, as :class:`keras.layers.ZeroPadding2D`."""

    def __init__(self, padding: Padding, **kwargs) -> None:
        super().__init__(padding, **kwargs)
