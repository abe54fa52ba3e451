"""Softmax in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class Softmax(keras.layers.Softmax):
    """y_i = exp(x_i) / sum_j exp(x_j) along one axis, as :class:`keras.layers.Softmax`."""

    def __init__(self, axis: int = -1, **kwargs) -> None:
        super().__init__(axis=axis, **kwargs)
