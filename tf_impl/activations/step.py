"""Step function in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Step(keras.layers.Layer):
    """y = 1 where x > 0, else 0, as a comparison, through which no gradient flows."""

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.ops.cast(inputs > 0, inputs.dtype)
