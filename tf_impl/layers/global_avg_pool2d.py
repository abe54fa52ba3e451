"""Global average pooling in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalAvgPool2d(keras.layers.GlobalAveragePooling2D):
    """The mean of each channel's image, as :class:`keras.layers.GlobalAveragePooling2D`."""
