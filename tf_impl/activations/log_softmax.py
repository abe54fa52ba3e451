"""Log-softmax in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class LogSoftmax(keras.layers.Layer):
    """y_i = x_i - log(sum_j exp(x_j)) along one axis, as :func:`keras.activations.log_softmax`."""

    def __init__(self, axis: int = -1, **kwargs) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        """Return y, of the shape of x."""
        return keras.activations.log_softmax(inputs, axis=self.axis)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "axis": self.axis}
