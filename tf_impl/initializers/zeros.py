"""Zeros in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer


@keras.saving.register_keras_serializable(package="dl_parity")
class Zeros(Initializer):
    """Every element is 0."""

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' Zeros."""
        return keras.initializers.Zeros()
