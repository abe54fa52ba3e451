"""Identity function in Keras."""

from __future__ import annotations

import keras


class Identity(keras.layers.Identity):
    """y = x, as :class:`keras.layers.Identity`."""
