"""Global average pooling over a volume in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalAvgPool3d(keras.layers.GlobalAveragePooling3D):
    """The mean of each channel's volume, as :class:`keras.layers.GlobalAveragePooling3D`."""
