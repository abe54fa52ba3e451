"""The layer between images and dense layers in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Flatten(keras.layers.Flatten):
    """(N, H, W, C) to (N, H W C), as :class:`keras.layers.Flatten`: pixel by pixel."""
