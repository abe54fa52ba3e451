"""ReLU in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class ReLU(keras.layers.ReLU):
    """y = max(x, 0), as :class:`keras.layers.ReLU`; the derivative at 0 is 0."""
