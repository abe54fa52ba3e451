"""Global max pooling over a sequence in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class GlobalMaxPool1d(keras.layers.GlobalMaxPooling1D):
    """The maximum of each channel's sequence, as :class:`keras.layers.GlobalMaxPooling1D`."""
