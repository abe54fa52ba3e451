"""Global max pooling over a volume in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalMaxPool3d(keras.layers.GlobalMaxPooling3D):
    """The maximum of each channel's volume, as :class:`keras.layers.GlobalMaxPooling3D`."""
