"""Global max pooling in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalMaxPool2d(keras.layers.GlobalMaxPooling2D):
    """The maximum of each channel's image, as :class:`keras.layers.GlobalMaxPooling2D`."""
