"""Global average pooling in Keras."""

from __future__ import annotations

import keras


class GlobalAvgPool2d(keras.layers.GlobalAveragePooling2D):
    """The mean of each channel's image, as :class:`keras.layers.GlobalAveragePooling2D`."""
