"""Gaussian initialization in Keras."""

from __future__ import annotations

import keras

from tf_impl.initializers.initializer import Initializer


@keras.saving.register_keras_serializable(package="dl_parity")
class Gauss(Initializer):
    """A normal distribution of a fixed standard deviation sigma."""

    def __init__(self, sigma: float = 0.01, **kwargs) -> None:
        super().__init__(**kwargs)
        self.sigma = sigma

    def rule(self, seed: int | None) -> keras.initializers.Initializer:
        """Return Keras' RandomNormal."""
        return keras.initializers.RandomNormal(stddev=self.sigma, seed=seed)

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        return {**super().get_config(), "sigma": self.sigma}
