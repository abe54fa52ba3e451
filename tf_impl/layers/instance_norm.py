"""Instance normalization in Keras."""

from __future__ import annotations

import keras


@keras.saving.register_keras_serializable(package="dl_parity")
class InstanceNorm(keras.layers.GroupNormalization):
    """Normalizes each channel of each example: :class:`keras.layers.GroupNormalization`, groups -1.

    Shapes:
        x, channels last, (N, T, C), (N, H, W, C) or (N, D, H, W, C); gamma, beta (C,).
    """

    def __init__(
        self, n_channels: int, epsilon: float = 1e-5, affine: bool = True, **kwargs
    ) -> None:
        super().__init__(groups=-1, epsilon=epsilon, center=affine, scale=affine, **kwargs)
        self.n_channels, self.affine = n_channels, affine

    def get_config(self) -> dict:
        """Return the constructor's arguments."""
        config = super().get_config()
        kept = {name: config[name] for name in ("name", "trainable", "dtype", "epsilon")}
        return {**kept, "n_channels": self.n_channels, "affine": self.affine}
