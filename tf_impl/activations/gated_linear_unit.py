"""The gated linear unit (GLU) in Keras."""

from __future__ import annotations

import keras
import tensorflow as tf


@keras.saving.register_keras_serializable(package="dl_parity")
class GatedLinearUnit(keras.layers.Layer):
    """y = a s(b) of the halves of x, as :func:`keras.activations.glu`."""

    def __init__(self, axis: int = -1, **kwargs) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return y, half as long as the inputs along the axis."""
        return keras.activations.glu(inputs, self.axis)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "axis": self.axis}
