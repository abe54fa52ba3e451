"""Global average pooling over a sequence in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalAvgPool1d(keras.layers.GlobalAveragePooling1D):
    """The mean of each channel's sequence, as :class:`keras.layers.GlobalAveragePooling1D`."""
